import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError, runs } from '@dynamodb-migrate/core';
import type { Command } from '../arguments/command';
import type { TuneOptions } from '../arguments/tune';
import { readTuning, tuningFile } from '../controls/tuning';
import { exitCodes } from '../exit-codes';
import { openState, within } from '../state-folder';

/** Changes the limits of a run that is at work; it looks for changes twice a second. */
export const tuneCommand: Command<TuneOptions, string> = {
  run: tune,
  report(id, screen) {
    screen.line(`asked run ${id}; look at its own output for the change`);
    return exitCodes.done;
  },
};

async function tune(options: TuneOptions): Promise<string> {
  const kept = await openState(options);
  const { base } = kept;
  await kept.pullRuns();
  const { id, state, process } = await runs.openRun(base, await within(kept, () => runs.resolveRun(base, options.run)));
  if (state !== 'running' && state !== 'paused') {
    throw new MigrateError('NOT_RUNNING', `run ${id} is ${state}: there is nothing to tune`);
  }
  if (kept.nameOf(base) !== base) {
    throw new MigrateError('STATE_ELSEWHERE', `run ${id} listens to a folder on ${process?.host}, not to S3`, {
      hint: `There, give --state the folder dynamodb-migrate-… of its temporary ones, or send SIGUSR2 to ${process?.pid}.`,
    });
  }
  const folder = runs.runFolder(base, id);
  const { maxRcu, maxWcu, pause } = options;
  if (maxRcu !== undefined || maxWcu !== undefined) {
    const tuning = { ...(await readTuning(folder)), ...defined({ maxRcu, maxWcu }) };
    await writeFile(tuningFile(folder), JSON.stringify(tuning), { mode: 0o600 });
  }
  const file = path.join(folder, 'pause');
  if (pause === true) await writeFile(file, '', { mode: 0o600 });
  if (pause === false) await rm(file, { force: true });
  return id;
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
