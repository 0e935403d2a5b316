import { copyFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BinResult,
  createTable,
  dump,
  type Engine,
  type EngineProxy,
  latency,
  onOperations,
  runBin,
  runMain,
  seed,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';
import type { Ending } from './model';

const script = `module.exports = async (record, dyno) => {
  await dyno?.updateItemAsync({
    Key: { id: record.id },
    UpdateExpression: 'ADD c :one',
    ExpressionAttributeValues: { ':one': 1 },
  });
};`;

const records = 24;

/** A process that has been suspended in the middle of its work. */
type Suspended = ReturnType<typeof runBin>;

/** A table behind a slow network, a folder of runs, and the processes that work on them. */
export interface World {
  table: string;
  proxy: EngineProxy;
  /** The process that is suspended now. */
  suspended: Suspended | undefined;
  /** Runs a command to its end, or up to so many writes and then as asked; gives how it ended, and the result if it has. */
  run(args: string[], ending: Ending, writes: number): Promise<{ ending: Ending; result?: BinResult }>;
  /** Lets the process that is suspended go on, and gives what it came to. */
  wake(): Promise<BinResult>;
  /** Makes the process that is suspended look as one of another host that has shown no sign of life for long. */
  loseSight(): void;
  prune(): Promise<BinResult>;
  states(): Promise<{ [id: string]: string }>;
  /** How often each record was counted. */
  counts(): Promise<number[]>;
  /** Spoils the journal of a run; gives what mends it, or undefined where there is nothing to spoil. */
  spoil(id: string, how: number): (() => void) | undefined;
  end(): Promise<void>;
}

export async function createWorld(engine: Engine): Promise<World> {
  const table = await createTable(engine);
  const dir = tempDir();
  writeFiles(dir, { 'count.js': script });
  await seed(
    engine,
    table,
    Array.from({ length: records }, (_, i) => ({ id: { S: `r${i}` } })),
  );
  const slow = () => onOperations(['UpdateItem', 'PutItem', 'DeleteItem'], latency(15));
  const proxy = await startProxy({ to: engine, faults: slow() });
  const line = ([command, ...args]: string[]) =>
    command === 'scan'
      ? [
          'scan',
          `us-east-1/${table}`,
          'count.js',
          '--live',
          '--concurrency',
          '2',
          '--endpoint',
          proxy.endpoint,
          ...args,
        ]
      : [command!, ...args, '--live', '--concurrency', '2', '--endpoint', proxy.endpoint];
  const folderOf = (id: string) => path.join(dir, '.dynamodb-migrate/runs', id);

  const world: World = {
    table,
    proxy,
    suspended: undefined,
    async run(args, wanted, writes) {
      await proxy.idle();
      proxy.reset(slow());
      const process = runBin(line(args), { cwd: dir });
      if (wanted === 'whole') return { ending: 'whole', result: await process };
      while (proxy.writes().length < writes && process.child.exitCode === null) await sleep(5);
      if (process.child.exitCode !== null) return { ending: 'whole', result: await process };
      if (wanted === 'suspended') {
        process.child.kill('SIGSTOP');
        await proxy.idle();
        world.suspended = process;
        return { ending: 'suspended' };
      }
      process.child.kill(wanted === 'killed' ? 'SIGKILL' : 'SIGTERM');
      const result = await process;
      await proxy.idle();
      return { ending: result.code === 0 ? 'whole' : wanted, result };
    },
    async wake() {
      const { suspended } = world;
      world.suspended = undefined;
      suspended!.child.kill('SIGCONT');
      return suspended!;
    },
    loseSight() {
      const { pid } = world.suspended!.child;
      for (const id of readdirSync(path.join(dir, '.dynamodb-migrate/runs'))) {
        const folder = folderOf(id);
        for (const name of existsSync(path.join(folder, 'lock')) ? readdirSync(path.join(folder, 'lock')) : []) {
          const file = path.join(folder, 'lock', name);
          const lock = JSON.parse(readFileSync(file, 'utf8'));
          if (lock.pid !== pid) continue;
          writeFileSync(file, JSON.stringify({ ...lock, host: 'elsewhere' }));
          const old = new Date(Date.now() - 10 * 60_000);
          utimesSync(path.join(folder, 'heartbeat'), old, old);
        }
      }
    },
    prune: () => runMain(['runs', 'prune', '--older-than', '0s'], { cwd: dir }),
    async states() {
      const { stdout } = await runMain(['runs', '--json'], { cwd: dir });
      const runs: { id: string; state: string }[] = JSON.parse(stdout);
      return Object.fromEntries(runs.map(({ id, state }) => [id, state]));
    },
    async counts() {
      const items = await dump(engine, table);
      return items.map(({ c }) => Number((c as { N: string } | undefined)?.N ?? 0));
    },
    spoil(id, how) {
      const folder = path.join(folderOf(id), 'journal');
      const names = existsSync(folder) ? readdirSync(folder).sort() : [];
      const file = path.join(folder, names.at(-1) ?? '');
      if (names.length === 0) return undefined;
      const bytes = readFileSync(file);
      // The frames that are whole, behind the line that begins the file.
      let end = 27;
      while (end + 9 <= bytes.length && end + 9 + bytes.readUInt32LE(end) <= bytes.length)
        end += 9 + bytes.readUInt32LE(end);
      if (end === 27) return undefined;
      const copy = path.join(tempDir(), 'whole');
      copyFileSync(file, copy);
      const at = 27 + (how % (end - 27));
      if (how % 2 === 0) bytes.fill(0, at);
      else bytes[at]! ^= 0x10;
      writeFileSync(file, bytes);
      return () => copyFileSync(copy, file);
    },
    async end() {
      world.suspended?.child.kill('SIGKILL');
      await proxy.stop();
    },
  };
  return world;
}
