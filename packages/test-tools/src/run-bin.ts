import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fakeCredentials } from './engines/engine';

export interface BinOptions {
  cwd?: string;
  /** Added to the environment; undefined removes a variable. */
  env?: { [name: string]: string | undefined };
  /** What stdin holds; null leaves it open. @default '' */
  input?: string | Uint8Array | null;
  /** @default 'dynamodb-migrate' */
  script?: 'dynamodb-migrate' | 'dynamodb-filter';
  /** The Node binary. @default that of this process */
  node?: string;
  /** Milliseconds until the process is killed. @default 110000 */
  timeout?: number;
}

export interface BinResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the bins with nothing of AWS in its environment but fake credentials; `child` is the running process. */
export function runBin(
  args: readonly string[],
  options: BinOptions = {},
): Promise<BinResult> & { child: ChildProcess } {
  const { script = 'dynamodb-migrate', node = process.execPath, cwd, env, input = '', timeout = 110_000 } = options;
  const bin = path.join(__dirname, '../../cli/bin', `${script}.js`);
  const child = spawn(node, [bin, ...args], { cwd, env: binEnvironment(env), timeout, killSignal: 'SIGKILL' });
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  const result = new Promise<BinResult>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
  return Object.assign(result, { child });
}

const fake = {
  AWS_ACCESS_KEY_ID: fakeCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: fakeCredentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
};

export function binEnvironment(extra: BinOptions['env']): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('AWS_') && !['K8S_ENV', 'NODE_ENV', 'JEST_WORKER_ID', 'FORCE_COLOR', 'NO_COLOR'].includes(name),
  );
  return { ...Object.fromEntries(kept), ...fake, ...extra };
}
