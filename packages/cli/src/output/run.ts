import path from 'node:path';
import { printable, type RunRecord } from '@dynamodb-migrate/core';
import { count } from '@dynamodb-migrate/runner';

/** A run as `--json` prints it. */
export function runDocument({ version: _version, process, ...run }: RunRecord): object {
  return { ...run, ...(process && { process: { pid: process.pid, host: process.host } }) };
}

/** Runs in columns, with a heading. */
export function runTable(runs: readonly RunRecord[]): string[] {
  const rows = runs.map((run) => [
    minute(run.startedAt),
    run.id,
    run.by?.user ?? '',
    what(run),
    place(run),
    mode(run),
    run.state,
    countsLine(run.counts),
    run.rolledBackBy ?? '',
  ]);
  return columns([['when', 'run', 'by', 'what', 'table', 'mode', 'state', 'counts', 'rolled back by'], ...rows]);
}

/** `scan add-auth.js`, `rollback 2026-…` */
export function what({ command, script, rollbackOf }: RunRecord): string {
  if (rollbackOf !== undefined) return `rollback of ${rollbackOf}`;
  return script === undefined ? command : `${command} ${path.basename(script)}`;
}

/** `eu-west-1/users` */
export function place({ region, table }: RunRecord): string {
  return `${region}/${table}`;
}

export function mode({ live, rollbackOf }: RunRecord): string {
  return rollbackOf !== undefined ? 'rollback' : live ? 'live' : 'preview';
}

/** `1,204 records, 37 UpdateItem`; what is 0 is left out. */
export function countsLine(counts: RunRecord['counts']): string {
  const some = Object.entries(counts).filter(([, number]) => number > 0);
  const records = some.filter(([name]) => name === 'records');
  const others = some.filter(([name]) => name !== 'records');
  return [...records, ...others].map(([name, number]) => `${count(number)} ${name}`).join(', ');
}

/** `2026-11-23 18:04`, in UTC as in ids. */
export function minute(date: string): string {
  return date.slice(0, 16).replace('T', ' ');
}

/** Cells in columns, two spaces apart; each row in one line, whatever its cells hold. */
export function columns(cells: readonly string[][]): string[] {
  const rows = cells.map((row) => row.map(printable));
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  return rows.map((row) => line(row).trimEnd());
}
