import { chooseEnvironment } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { InitOptions } from '../arguments/init';
import { exitCodes } from '../exit-codes';
import { needConfig } from '../fleet/find-config';
import { openLedger } from '../fleet/fleet';
import { printData, printJson } from '../output/data';
import type { Screen } from '../output/screen';

type Initialised =
  | { kind: 'text'; text: string }
  | { kind: 'table'; json: boolean; table: string; region: string; created: boolean };

/** Makes the ledger's table, or gives the text that makes it. */
export const initCommand: Command<InitOptions, Initialised> = { run: init, report };

async function init({ env, config: file, print, json }: InitOptions, screen: Screen): Promise<Initialised> {
  const { config } = await needConfig(file);
  const environment = chooseEnvironment(config, { env, variables: process.env });
  const ledger = openLedger(environment, screen);
  if (print) return { kind: 'text', text: ledger.initText(print) };
  const { region } = environment.ledger.target;
  return { kind: 'table', json, table: ledger.table, region, ...(await ledger.init()) };
}

function report(initialised: Initialised, screen: Screen): number {
  if (initialised.kind === 'text') {
    printData(initialised.text.trimEnd());
    return exitCodes.done;
  }
  const { json, table, region, created } = initialised;
  if (json) printJson({ table, region, created });
  else screen.line(created ? `made the ledger ${region}/${table}` : `the ledger ${region}/${table} is there already`);
  return exitCodes.done;
}
