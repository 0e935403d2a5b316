import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { type BinOptions, type BinResult, binEnvironment } from './run-bin';

export type MainOptions = Pick<BinOptions, 'cwd' | 'env' | 'input'>;

let host: ChildProcess | undefined;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line as `runBin` does, but through `main` in a process that goes on and is shared by the tests of a file: many
 * times quicker, one at a time, and without signals, exits and errors that nobody catches, which end that process.
 */
export function runMain(
  args: readonly string[],
  { cwd = process.cwd(), env, input = '' }: MainOptions = {},
): Promise<BinResult> {
  const mine = turn.then(() =>
    ask({ args, cwd, env: binEnvironment(env), input: Buffer.from(input ?? '').toString('latin1') }),
  );
  turn = mine.catch(() => {});
  return mine;
}

function ask(request: object): Promise<BinResult> {
  host ??= startHost();
  const asked = host;
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      host = undefined;
      reject(
        new Error(
          `the process ended with ${signal ?? `code ${code}`} while it ran ${JSON.stringify(request).slice(0, 200)}`,
        ),
      );
    };
    asked.once('exit', onExit);
    asked.once('message', (result: BinResult) => {
      asked.removeListener('exit', onExit);
      asked.unref();
      asked.channel?.unref();
      resolve(result);
    });
    asked.ref();
    asked.channel?.ref();
    asked.send(request);
  });
}

function startHost(): ChildProcess {
  const child = fork(path.join(__dirname, 'main-host.cjs'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}
