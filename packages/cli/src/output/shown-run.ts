import { isAtWork } from '@dynamodb-migrate/core';
import type { FailedOperation, ShownRun } from '@dynamodb-migrate/runner';
import { count, counted, duration } from '@dynamodb-migrate/runner';
import { overwrittenLines } from './overwritten';
import { rolledBackItemLines } from './rolled-back-item';
import { countsLine, mode, place, what } from './run';

/** A run in full, a line for each thing that is known. */
export function shownLines(shown: ShownRun, { resume, rollback }: { resume?: string; rollback?: string }): string[] {
  const { run, folder, failedOperations, conflicts, overwritten } = shown;
  const { scriptSha256, by, startedAt, resumedAt, endedAt, process, deployment } = run;
  const facts: [string, string | undefined][] = [
    ['run', run.id],
    ['state', run.state],
    ['what', what(run)],
    ['script', scriptSha256 && `${run.script} (SHA-256 ${scriptSha256.slice(0, 12)}…)`],
    ['table', place(run)],
    ['endpoint', run.endpoint],
    ['mode', mode(run)],
    ['for', deployment && `${deployment.task} in ${deployment.environment}`],
    ['arguments', flagsLine(run.arguments)],
    ['settings', flagsLine(run.settings)],
    ['by', by && [by.user, by.host].filter(Boolean).join('@')],
    ['process', isAtWork(run) ? `${process?.pid} on ${process?.host}` : undefined],
    ['started', startedAt],
    ['resumed', resumedAt],
    ['ended', endedAt && `${endedAt} (${duration(Date.parse(endedAt) - Date.parse(resumedAt ?? startedAt))})`],
    ['counts', countsLine(run.counts)],
    ['journal', journalLine(shown)],
    ['backup', run.backupArn],
    ['rolled back by', run.rolledBackBy],
    ['error', run.error],
    ['folder', folder],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.flatMap(([name, value]) => (value ? [`${name.padEnd(width)}  ${value}`] : []));
  if (failedOperations.length > 0) lines.push('', 'failed operations', ...failedOperations.map(failedLine));
  if (overwritten) lines.push('', ...overwrittenLines(overwritten, `dynamodb-migrate rollback ${run.id}`));
  if (conflicts.length > 0) {
    lines.push('', 'left by its rollback', ...conflicts.flatMap(rolledBackItemLines).map((line) => `  ${line}`));
  }
  if (resume || rollback) lines.push('');
  if (resume) lines.push(`go on: ${resume}`);
  if (rollback) lines.push(`rollback: ${rollback}`);
  return lines;
}

function flagsLine(flags: { [name: string]: unknown } = {}): string {
  return Object.entries(flags)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}

function journalLine({ run, journal, journalError }: ShownRun): string | undefined {
  if (!journal) return run.live ? 'none, so it cannot be rolled back' : undefined;
  const { files, bytes, commits, done, declined, failed, unknown } = journal;
  const fates = Object.entries({ done, declined, failed, unknown }).filter(([, number]) => number > 0);
  const told = [
    `${counted(bytes, 'byte')} in ${counted(files, 'file')}, ${counted(commits, 'commit')}`,
    ...(fates.length > 0
      ? [`operations: ${fates.map(([fate, number]) => `${count(number)} ${fate}`).join(', ')}`]
      : []),
    ...(journalError === undefined ? [] : [journalError]),
  ];
  return told.join('; ');
}

function failedLine({ seq, operation, items, record, result, error }: FailedOperation): string {
  const [first, ...others] = items;
  const more = others.length > 0 ? ` and ${counted(others.length, 'more item')}` : '';
  const why = error ?? (result === 'unknown' ? 'no answer came: it may have been applied' : 'refused');
  return `  ${seq}. ${operation}${first ? ` on ${first}${more}` : ''}${record ? `, for record ${record}` : ''}: ${why}`;
}
