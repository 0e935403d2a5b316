import { chooseEnvironment, type LedgerEvent, listScripts } from '@dynamodb-migrate/ledger';
import { silent } from '@dynamodb-migrate/runner';
import { needConfig } from './environment/find-config';
import { findScript } from './environment/find-script';
import { type FleetOptions, openLedger } from './environment/open';

export interface History {
  environment: string;
  /** The one that was asked for. */
  script?: string;
  /** Oldest first. */
  events: LedgerEvent[];
}

/** What was done to an environment, or to one script in it. Scripts are not loaded for it. */
export async function history({ script, ...options }: FleetOptions & { script?: string }): Promise<History> {
  const { config, folder } = await needConfig(options);
  const environment = chooseEnvironment(config, { env: options.env, variables: process.env });
  const all = await openLedger(environment, options.log ?? silent).history(environment.name);
  if (script === undefined) return { environment: environment.name, events: all };
  // Scripts that are gone from the folder have a history, too.
  const happened = all.flatMap((event) => event.script ?? []);
  const { scripts } = await listScripts(folder).catch(() => ({ scripts: [] }));
  const meant = findScript([...new Set([...happened, ...scripts.map(({ file }) => file)])], script);
  return { environment: environment.name, script: meant, events: all.filter((event) => event.script === meant) };
}
