import { chooseEnvironment } from '@dynamodb-migrate/ledger';
import { silent } from '@dynamodb-migrate/runner';
import { needConfig } from './environment/find-config';
import { type FleetOptions, openLedger } from './environment/open';

export type Initialised = { text: string } | { table: string; region: string; created: boolean };

/** Makes the ledger's table, or gives the text that makes it. */
export async function init({
  print,
  ...options
}: FleetOptions & { print?: 'cloudformation' | 'terraform' }): Promise<Initialised> {
  const { config } = await needConfig(options);
  const environment = chooseEnvironment(config, { env: options.env, variables: process.env });
  const ledger = openLedger(environment, options.log ?? silent);
  if (print) return { text: ledger.initText(print) };
  return { table: ledger.table, region: environment.ledger.target.region, ...(await ledger.init()) };
}
