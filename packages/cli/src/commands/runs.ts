import { type RunRecord, runs } from '@dynamodb-migrate/core';
import type { Command } from '../arguments/command';
import type { RunsOptions } from '../arguments/runs';
import { exitCodes } from '../exit-codes';
import { printData, printJson } from '../output/data';
import { runDocument, runTable } from '../output/run';
import type { Screen } from '../output/screen';
import { openState } from '../state-folder';

type Listed =
  | { kind: 'list'; base: string; json: boolean; runs: RunRecord[]; unreadable: runs.RunList['unreadable'] }
  | { kind: 'pruned'; json: boolean; removed: string[] };

/** Lists the runs, or removes old ones. */
export const runsCommand: Command<RunsOptions, Listed> = { run: listOrPrune, report };

async function listOrPrune(options: RunsOptions): Promise<Listed> {
  const { prune, json } = options;
  const state = await openState(options);
  const { base } = state;
  await state.pullRuns();
  if (prune === undefined) return { kind: 'list', base: state.nameOf(base), json, ...(await runs.listRuns(base)) };
  const removed = await runs.pruneRuns(base, { olderThan: new Date(Date.now() - prune) });
  for (const id of removed) await state.remove(id);
  return { kind: 'pruned', json, removed };
}

function report(listed: Listed, screen: Screen): number {
  if (listed.kind === 'pruned') {
    const { json, removed } = listed;
    if (json) printJson({ removed });
    else if (removed.length === 0) screen.line('no run is that old');
    else printData(removed.map((id) => `removed ${id}`).join('\n'));
    return exitCodes.done;
  }
  const { base, json, runs: all, unreadable } = listed;
  for (const { id, error } of unreadable) screen.notice(`${id}: ${error.message}`);
  if (json) printJson(all.map(runDocument));
  else if (all.length > 0) printData(runTable(all));
  else screen.line(`there is no run in ${base}`);
  return exitCodes.done;
}
