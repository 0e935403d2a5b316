import path from 'node:path';
import { MigrateError } from '../error';
import { refuseLinks } from '../files/links';
import { extentOf } from '../journal/extent';
import { journalSize } from '../journal/journal-size';
import { readLines } from '../journal/read-journal';
import type { RunRecord } from '../runs/run';
import { isAtWork } from '../runs/run-state';
import { openRun, runFolder } from '../runs/runs';
import { hasWritten } from '../send/operations';
import { createDescribe } from '../tables/describe';
import type { RollbackOptions } from './options';

/** Throws what keeps a run from being rolled back, so far as that can be known before it is begun. */
export async function checkRun(run: RunRecord, options: RollbackOptions): Promise<void> {
  await checkStanding(run, options);
  const folder = runFolder(options.base, run.id);
  const extent = await extentOf(folder, run);
  if (!options.force) for await (const _line of readLines(path.join(folder, 'journal'), { extent }));
}

/** The same without a look into the journal. */
export async function checkStanding(run: RunRecord, options: RollbackOptions): Promise<void> {
  if (isAtWork(run)) {
    throw new MigrateError(
      'RUN_IS_RUNNING',
      `run ${run.id} is ${run.state}; it can be rolled back once it has stopped`,
    );
  }
  refuseLinks(options.base, run.id);
  await checkRollback(options.base, run);
  await checkInEffect(options.base, run);
  await checkJournal(run, options);
  await checkTable(run, options);
}

/** A rollback is taken back only while it still says how its run stands, and that how the run before stands, and so on. */
async function checkInEffect(base: string, run: RunRecord): Promise<void> {
  let last = run;
  while (last.rollbackOf !== undefined) {
    const { id } = last;
    const before = await openRun(base, last.rollbackOf).catch(() => undefined);
    if (!before) return;
    const isOther = before.rolledBackBy !== id && (last === run || before.rolledBackBy !== undefined);
    if (isOther) {
      throw new MigrateError(
        'RUN_STATE',
        `run ${run.id} cannot be rolled back: it no longer says how ${before.id} stands`,
        {
          hint: `That has been rolled back by another run, or has had this taken back: see \`dynamodb-migrate show ${before.id}\`.`,
        },
      );
    }
    last = before;
  }
}

/** A rollback that is being rolled back itself says nothing of its run until that has come to its end. */
async function checkRollback(base: string, { id, rolledBackBy }: RunRecord): Promise<void> {
  let last = rolledBackBy;
  let unfinished: string | undefined;
  while (last !== undefined) {
    const by: RunRecord | undefined = await openRun(base, last).catch(() => undefined);
    if (by?.state !== 'rolling back') break;
    unfinished = last;
    last = by.rolledBackBy;
  }
  if (unfinished === undefined) return;
  throw new MigrateError(
    'RUN_STATE',
    `run ${id} cannot be rolled back: its rollback is just being rolled back itself`,
    {
      hint: `Let that come to its end first, or take it back: roll back ${unfinished}, or ${last}.`,
    },
  );
}

async function checkJournal(run: RunRecord, { base }: RollbackOptions): Promise<void> {
  const { id, counts } = run;
  const folder = runFolder(base, id);
  const dir = path.join(folder, 'journal');
  const extent = await extentOf(folder, run);
  const { files, commits } = await journalSize(dir);
  if (files === 0 && !extent?.frames) {
    throw new MigrateError('NO_JOURNAL', `run ${id} has no journal, so it cannot be rolled back`, {
      hint: 'Only live runs have one, and those without a journal have none.',
    });
  }
  if (files === 0 || (commits === 0 && hasWritten(counts))) {
    const what = files === 0 ? 'missing' : 'empty, though the run wrote to items';
    throw new MigrateError('JOURNAL_DAMAGED', `the journal of run ${id} is ${what}`, {
      hint: 'It cannot be rolled back without one: bring its folder back from a copy.',
    });
  }
}

async function checkTable(run: RunRecord, { connect, target = (written) => written }: RollbackOptions): Promise<void> {
  const { id, table, region, endpoint, tableIdentity } = run;
  if (!tableIdentity) return;
  const now = await createDescribe()(connect(target({ region, endpoint })), table);
  const differs = tableIdentity.id ? tableIdentity.id !== now.id : tableIdentity.createdAt !== now.createdAt;
  if (differs) throw new MigrateError('OTHER_TABLE', `the table ${table} is not the one that run ${id} wrote to`);
}
