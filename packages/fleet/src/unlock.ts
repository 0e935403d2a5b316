import { chooseEnvironment, type Unlocked, whereFrom, whoIs } from '@dynamodb-migrate/ledger';
import { silent } from '@dynamodb-migrate/runner';
import { needConfig } from './environment/find-config';
import { type FleetOptions, openLedger } from './environment/open';

/** Ends somebody else's lock on an environment; one that has not run out only by `force`. */
export async function unlock({
  force = false,
  ...options
}: FleetOptions & { force?: boolean }): Promise<Unlocked & { environment: string }> {
  const { config, root } = await needConfig(options);
  const environment = chooseEnvironment(config, { env: options.env, variables: process.env });
  const unlocked = await openLedger(environment, options.log ?? silent).unlock({
    environment: environment.name,
    force,
    by: whoIs(process.env),
    from: await whereFrom(process.env, root),
  });
  return { environment: environment.name, ...unlocked };
}
