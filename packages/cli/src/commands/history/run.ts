import { type History, history } from '@dynamodb-migrate/fleet';
import type { LedgerEvent } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import { duration } from '../../output/format';
import { columns, countsLine, minute } from '../../output/run';
import { usageLine } from '../../output/usage';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { HistoryOptions } from './arguments';

/** Reads what was done to an environment. */
export const historyCommand: Command<HistoryOptions, History & { json: boolean }> = {
  run: async ({ json, ...asked }, { screen }) => ({ json, ...(await history({ ...asked, log: screen })) }),
  report,
};

function report({ json, environment, script, events }: History & { json: boolean }, { screen }: Context): number {
  if (json) screen.json(events);
  else if (events.length > 0)
    screen.data(columns([['when', 'what', 'script', 'by', 'from', 'run', 'details'], ...events.map(row)]));
  else screen.info(`nothing has happened${script === undefined ? '' : ` to ${script}`} in ${environment} yet`);
  return exitCodes.done;
}

function row(event: LedgerEvent): string[] {
  const { at, kind, script = '', by, run = '' } = event;
  return [minute(at), kind, script, by.user, whence(event), run, details(event)];
}

function whence({ from = {} }: LedgerEvent): string {
  const { commit, dirty, ci, job } = from;
  const parts = [commit && `${commit.slice(0, 8)}${dirty ? ' with changes' : ''}`, [ci, job].filter(Boolean).join(' ')];
  return parts.filter(Boolean).join(', ');
}

function details({ counts = {}, seconds, error, plan, details: more }: LedgerEvent): string {
  const broken = more?.broken && `the lock of ${more.broken.owner}`;
  return [
    countsLine(counts),
    seconds !== undefined && duration(seconds * 1000),
    more && usageLine(more),
    plan && `plan ${plan.slice(0, 12)}`,
    broken,
    error?.split('\n')[0],
  ]
    .filter(Boolean)
    .join(', ');
}
