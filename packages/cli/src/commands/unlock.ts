import { chooseEnvironment, type Unlocked, whereFrom, whoIs } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { UnlockOptions } from '../arguments/unlock';
import { exitCodes } from '../exit-codes';
import { needConfig } from '../fleet/find-config';
import { openLedger } from '../fleet/fleet';
import { printJson } from '../output/data';
import type { Screen } from '../output/screen';

interface Report extends Unlocked {
  json: boolean;
  environment: string;
}

/** Ends somebody else's lock on an environment. */
export const unlockCommand: Command<UnlockOptions, Report> = { run: unlock, report };

async function unlock({ env, config: file, force, json }: UnlockOptions, screen: Screen): Promise<Report> {
  const { config, root } = await needConfig(file);
  const environment = chooseEnvironment(config, { env, variables: process.env });
  const unlocked = await openLedger(environment, screen).unlock({
    environment: environment.name,
    force,
    by: whoIs(process.env),
    from: await whereFrom(process.env, root),
  });
  return { json, environment: environment.name, ...unlocked };
}

function report({ json, environment, broken, scripts }: Report, screen: Screen): number {
  if (json) {
    printJson({ environment, ...(broken && { broken }), scripts });
    return exitCodes.done;
  }
  if (!broken) {
    screen.line(`nobody has locked ${environment}`);
    return exitCodes.done;
  }
  const { owner, acquiredAt, expiresAt, expired, from } = broken;
  const place = from?.url ? ` (${from.url})` : '';
  const end = expired ? `had run out at ${expiresAt}` : `would have run out at ${expiresAt} unless renewed`;
  screen.line(`broke the lock on ${environment} of ${owner}${place}, who has had it since ${acquiredAt}; it ${end}`);
  for (const script of scripts) {
    screen.line(`  ${script} was being worked on: it may have been left half way; \`status\` tells how it stands`);
  }
  if (!expired) screen.line('  its holder stops at its next renewal');
  return exitCodes.done;
}
