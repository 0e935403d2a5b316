import { type ListedRuns, listRuns, pruneRuns } from '@dynamodb-migrate/runner';
import type { Command } from '../../arguments/command';
import { runDocument, runTable } from '../../output/run';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import { stateOf } from '../state-of';
import type { RunsOptions } from './arguments';

type Told = { json: boolean } & ({ removed: string[] } | { listed: ListedRuns });

/** Lists the runs, or removes old ones. */
export const runsCommand: Command<RunsOptions, Told> = { run: listOrPrune, report };

async function listOrPrune({ prune, json, ...place }: RunsOptions): Promise<Told> {
  const state = await stateOf(place);
  if (prune === undefined) return { json, listed: await listRuns({ state }) };
  return { json, removed: await pruneRuns({ state, olderThan: prune }) };
}

function report(told: Told, { screen }: Context): number {
  const { json } = told;
  if ('removed' in told) {
    const { removed } = told;
    if (json) screen.json({ removed });
    else if (removed.length === 0) screen.info('no run is that old');
    else screen.data(removed.map((id) => `removed ${id}`));
    return exitCodes.done;
  }
  const { place, runs, unreadable } = told.listed;
  for (const { id, error } of unreadable) screen.warn(`${id}: ${error.message}`);
  if (json) screen.json(runs.map(runDocument));
  else if (runs.length > 0) screen.data(runTable(runs));
  else screen.info(`there is no run in ${place}`);
  return exitCodes.done;
}
