import { unlock } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { confirmWith } from '../../process/confirm';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { UnlockOptions } from './arguments';

type Unlocked = Awaited<ReturnType<typeof unlock>> & { json: boolean };

/** Ends somebody else's lock on an environment. */
export const unlockCommand: Command<UnlockOptions, Unlocked> = {
  run: async ({ json, confirm, ...asked }, { screen, terminal }) => ({
    json,
    ...(await unlock({ ...asked, log: screen, confirm: confirmWith(confirm, terminal) })),
  }),
  report,
};

function report({ json, environment, broken, scripts }: Unlocked, { screen }: Context): number {
  if (json) {
    screen.json({ environment, ...(broken && { broken }), scripts });
    return exitCodes.done;
  }
  if (!broken) {
    screen.info(`nobody has locked ${environment}`);
    return exitCodes.done;
  }
  const { owner, acquiredAt, expiresAt, expired, from } = broken;
  const place = from?.url ? ` (${from.url})` : '';
  const end = expired ? `had run out at ${expiresAt}` : `would have run out at ${expiresAt} unless renewed`;
  screen.info(`broke the lock on ${environment} of ${owner}${place}, who has had it since ${acquiredAt}; it ${end}`);
  for (const script of scripts) {
    screen.info(`  ${script} was being worked on: it may have been left half way; \`status\` tells how it stands`);
  }
  if (!expired) screen.info('  its holder stops at its next renewal');
  return exitCodes.done;
}
