import { type Local, parseSeedSpec, parseTableSpec, type Seeded, startLocal } from '@dynamodb-migrate/local';
import type { Command } from '../arguments/command';
import type { LocalOptions } from '../arguments/local';
import { exitCodes, signalExitCode } from '../exit-codes';
import { counted } from '../output/format';
import type { Screen } from '../output/screen';

/** Starts an embedded DynamoDB and keeps it until a signal comes. */
export const localCommand: Command<LocalOptions, NodeJS.Signals> = { run: serveLocally, report };

async function serveLocally({ port, data, seed, tables }: LocalOptions, screen: Screen): Promise<NodeJS.Signals> {
  const definitions = tables.map(parseTableSpec);
  const local = await startLocal({ port, dir: data, tables: definitions, seeds: seed.map(parseSeedSpec) });
  const names = [...new Set([...definitions.map(({ TableName }) => TableName), ...local.seeded.map((s) => s.table)])];
  for (const line of greeting(local, names)) process.stdout.write(`${line}\n`);
  const signal = await untilSignal();
  screen.line(`${signal}: stopping`);
  await local.stop();
  return signal;
}

// A signal is how this is meant to end.
function report(): number {
  return exitCodes.done;
}

function greeting({ endpoint, port, seeded }: Local, tables: readonly string[]): string[] {
  const table = tables[0] ?? 'TABLE';
  const flag = port === 4567 ? '' : ` --endpoint ${endpoint}`;
  return [
    `DynamoDB listens at ${endpoint}`,
    ...seeded.map(({ table, items, file }: Seeded) => `  ${table}: ${counted(items, 'record')} from ${file}`),
    `Run a script on it:  dynamodb-migrate scan local/${table} SCRIPT${flag}`,
    `Other tools:         AWS_ENDPOINT_URL_DYNAMODB=${endpoint}, any region and credentials`,
    'Ctrl-C stops it.',
  ];
}

function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let came = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (came) process.exit(signalExitCode(signal));
        came = true;
        resolve(signal);
      });
    }
  });
}
