import { type Local, parseSeedSpec, parseTableSpec, type Seeded, startLocal } from '@dynamodb-migrate/local';
import type { Command } from '../../arguments/command';
import { counted } from '../../output/format';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { LocalOptions } from './arguments';

/** Starts an embedded DynamoDB and keeps it until a signal comes. */
export const localCommand: Command<LocalOptions, string> = { run: serveLocally, report };

async function serveLocally(
  { port, data, seed, tables }: LocalOptions,
  { screen, stop, heedSignals }: Context,
): Promise<string> {
  const definitions = tables.map(parseTableSpec);
  const local = await startLocal({ port, dir: data, tables: definitions, seeds: seed.map(parseSeedSpec) });
  const names = [...new Set([...definitions.map(({ TableName }) => TableName), ...local.seeded.map((s) => s.table)])];
  const unheed = heedSignals('stopping');
  screen.data(greeting(local, names));
  const stoppedBy = await untilStopped(stop);
  await local.stop();
  unheed();
  return stoppedBy;
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

function untilStopped({ signal }: AbortController): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(String(signal.reason));
    signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true });
  });
}
