import { MigrateError, type RunRecord } from '@dynamodb-migrate/core';
import { type RolledBack, written } from '@dynamodb-migrate/runner';
import { commandLine } from '../../output/command-line';
import { count, counted, duration } from '../../output/format';
import { rolledBackItemLines } from '../../output/rolled-back-item';
import type { Screen } from '../../output/screen';
import { exitCodes, signalExitCode } from '../../process/exit-codes';
import { isSignal } from '../../process/signals';
import type { RollbackOptions } from './arguments';

export interface RunRolledBack {
  rolledBack: RolledBack;
  options: RollbackOptions;
}

/** Prints what a rollback came to, and gives the exit code. */
export function reportRollback({ rolledBack, options }: RunRolledBack, screen: Screen): number {
  const { counts, lost, missed, error, stoppedBy } = rolledBack;
  if (options.json) screen.json(documentOf(rolledBack));
  else printItems(rolledBack, screen);
  for (const text of missed) screen.info(`--only ${text}: run ${rolledBack.run.id} has not written to such an item`);
  if (error !== undefined) printError(rolledBack, screen);
  if (!options.json) for (const line of closing({ rolledBack, options })) screen.info(line);
  if (isSignal(stoppedBy)) return signalExitCode(stoppedBy);
  const left = counts.conflict + counts.failed + missed.length + lost.length;
  return left > 0 || error !== undefined ? exitCodes.failed : exitCodes.done;
}

function printItems({ live, counts, changes, left, torn, lost, notCovered }: RolledBack, screen: Screen): void {
  if (!live) {
    for (const one of changes) for (const line of rolledBackItemLines(one)) screen.info(line);
    more(written(counts) - changes.length);
  }
  for (const one of left) for (const line of rolledBackItemLines(one)) screen.info(line);
  more(counts.conflict + counts.failed - left.length);
  for (const { file, bytes } of torn) {
    screen.info(`${file}: the last ${counted(bytes, 'byte')}, torn by a crash, are not read`);
  }
  for (const sentence of lost) screen.warn(`the journal is not whole: ${sentence}`);
  const names = [...new Set(notCovered.map(({ operation }) => operation))].join(', ');
  if (names) screen.warn(`${names} cannot be rolled back (${counted(notCovered.length, 'operation')})`);

  function more(number: number): void {
    if (number > 0) screen.info(`… and ${counted(number, 'more item')}`);
  }
}

function printError({ error, explain }: RolledBack, screen: Screen): void {
  const { message, hint } = explain(error) ?? (error as { message: string; hint?: string });
  screen.info(`error: ${message}`);
  if (hint) screen.info(`  ${hint}`);
}

function closing({ rolledBack, options }: RunRolledBack): string[] {
  const { live, run, own, counts, left, lost, file, error, stoppedBy, milliseconds } = rolledBack;
  const changed = written(counts);
  const open = counts.conflict + counts.failed;
  const unfinished = stoppedBy !== undefined || error !== undefined;
  const lines: string[] = [];
  if (changed + open === 0 && !unfinished && lost.length === 0) {
    const same = counts.unchanged > 0 ? `${items(counts.unchanged)} as before the run` : 'it has written to no item';
    lines.push(`rollback of ${run.id}: nothing to do, ${rolledBack.missed.length > 0 ? 'none of those' : same}`);
    return lines;
  }
  const partly = lost.length > 0 ? 'partly rolled back: ' : '';
  const how = stoppedBy ? `stopped by ${stoppedBy} after ` : error !== undefined ? 'failed after ' : partly;
  const took = `in ${duration(milliseconds)}`;
  lines.push(
    live
      ? `rollback of ${run.id}: ${how}${tally(counts, true)} ${took}`
      : `rollback of ${run.id}, preview: ${how}${tally(counts, false)} ${took}, nothing written`,
  );
  lines.push(`  all of it: ${file}`);
  if (unfinished) lines.push(`  go on: ${again({ rolledBack, options }, live)}`);
  else if (!live && changed > 0) lines.push(`  do it: ${again({ rolledBack, options }, true)}`);
  if (left.some(({ reason, images }) => reason !== undefined && images.before !== 'unknown')) {
    lines.push('  conflicts are left as they are; --force rolls them back too, --only KEY picks items');
  }
  if (lost.length > 0)
    lines.push('  what the journal has lost is not rolled back: look for it in a copy of the run, or in the table');
  if (left.some(({ images }) => images.before === 'unknown')) {
    lines.push('  what is not known cannot be put back: look at those items yourself');
  }
  if (own && changed > 0) lines.push(`  roll this rollback back: ${rollbackLineOf(own, options)}`);
  return lines;
}

function items(number: number): string {
  return number === 1 ? '1 item is' : `${count(number)} items are`;
}

function again({ options, rolledBack: { run } }: RunRolledBack, live: boolean): string {
  const { endpoint, profile, expectAccount, state, config, force, only, onlyOverwritten, maxRcu, maxWcu } = options;
  const flags = {
    'max-rcu': maxRcu,
    'max-wcu': maxWcu,
    endpoint,
    profile,
    'expect-account': expectAccount,
    state,
    config,
    force: force || undefined,
    only: only.length > 0 ? only : undefined,
    'only-overwritten': onlyOverwritten || undefined,
  };
  return commandLine(['rollback', run.id], { live: live || undefined, ...flags });
}

function rollbackLineOf(own: RunRecord, { endpoint, profile, state, config }: RollbackOptions): string {
  return commandLine(['rollback', own.id], { endpoint, profile, state, config });
}

function tally(counts: RolledBack['counts'], done: boolean): string {
  const { restored, deleted, recreated, unchanged, conflict, failed } = counts;
  const parts: [number, string][] = [
    [restored, done ? 'restored' : 'to restore'],
    [deleted, done ? 'deleted' : 'to delete'],
    [recreated, done ? 'recreated' : 'to recreate'],
    [unchanged, 'unchanged'],
    [conflict, conflict === 1 ? 'conflict' : 'conflicts'],
    [failed, 'failed'],
  ];
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  return told.join(', ') || 'no item';
}

function documentOf(rolledBack: RolledBack): object {
  const { run, own, live, counts, changes, left, notCovered, torn, lost, missed, file, error, milliseconds } =
    rolledBack;
  return {
    run: run.id,
    live,
    ...(own && { rollback: own.id, state: own.state }),
    counts,
    items: [...changes, ...left],
    ...{ notCovered, torn, lost, missed, file },
    ...(error !== undefined && { error: (error as Error).message }),
    ...(error instanceof MigrateError && { code: error.code }),
    milliseconds: Math.round(milliseconds),
  };
}
