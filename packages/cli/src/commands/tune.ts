import { MigrateError, runs } from '@dynamodb-migrate/core';
import type { Command } from '../arguments/command';
import type { TuneOptions } from '../arguments/tune';
import { exitCodes } from '../exit-codes';
import { openState, within } from '../state-folder';

/** Changes the limits of a run that is at work; it looks for changes twice a second, or every 2 seconds in S3. */
export const tuneCommand: Command<TuneOptions, string> = {
  run: tune,
  report(id, screen) {
    screen.line(`asked run ${id}; look at its own output for the change`);
    return exitCodes.done;
  },
};

async function tune({ run, state: place, maxRcu, maxWcu, pause }: TuneOptions): Promise<string> {
  const kept = await openState({ state: place });
  await kept.pullRuns();
  const { id, state } = await runs.openRun(kept.base, await within(kept, (base) => runs.resolveRun(base, run)));
  if (state !== 'running' && state !== 'paused') {
    throw new MigrateError('NOT_RUNNING', `run ${id} is ${state}: there is nothing to tune`);
  }
  await kept.ask(id, { maxRcu, maxWcu, pause });
  return id;
}
