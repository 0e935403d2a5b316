import { printable } from '@dynamodb-migrate/core';
import type { Previewed, PreviewOutcome, Refusal, TableOutcome } from '@dynamodb-migrate/runner';
import { count, counted } from '@dynamodb-migrate/runner';
import { consumption, costLine, indexLine, sampleLines } from './estimate';
import type { Paint } from './paint';
import type { Screen } from './screen';
import { showChange } from './show-change';

const refusalsShown = 10;

export interface Report extends Previewed {
  /** The script loads the SDK itself, and may have written with it. */
  goesPast?: boolean;
}

/** Prints what a live run would do. */
export function printReport(screen: Screen, { outcome, changed, first, masked, goesPast, folder }: Report): void {
  const { paint } = screen;
  const written = outcome.tables.filter(({ operations }) => operations > 0);
  const paragraphs = [
    written.length === 0 ? [`the script writes nothing${goesPast ? ' through dyno' : ''}`] : tableLines(written, paint),
    first.flatMap((change) => showChange(change, paint, { masked, table: written.length > 1 })),
    refusalLines(outcome.refusals, paint),
    outcome.sample ? sampleLines(outcome.sample) : [],
    written.length === 0 ? [] : costLines(outcome, paint),
    outcome.notes.map((note) => `${paint.yellow('note:')} ${note}`),
    [paint.dim(`${changed > first.length ? `all ${count(changed)} changes` : 'kept'} in ${folder}`)],
  ];
  for (const lines of paragraphs.filter((lines) => lines.length > 0))
    for (const line of ['', ...lines]) screen.info(line);
  screen.info('');
}

function tableLines(tables: TableOutcome[], paint: Paint): string[] {
  const width = Math.max(...tables.map(({ table }) => table.length));
  return tables.map((table) => {
    const counts = [
      told(table.added, 'added', paint.green),
      told(table.changed, 'changed', paint.yellow),
      told(table.removed, 'removed', paint.red),
      told(table.unchanged, 'unchanged', paint.dim),
      told(table.failed, 'failed', paint.red),
    ];
    return `${paint.bold(table.table.padEnd(width))}  ${counts.join(paint.dim(' · '))}`;
  });

  function told(number: number, noun: string, colour: (text: string) => string): string {
    const text = `${count(number)} ${noun}`;
    return number === 0 ? paint.dim(text) : colour(text);
  }
}

function refusalLines(refusals: readonly Refusal[], paint: Paint): string[] {
  const failing = refusals.filter(({ declined }) => !declined);
  const declining = refusals.filter(({ declined }) => declined);
  return [
    ...block('would fail', failing, paint.red),
    ...block('conditions that do not hold, which is for the script to decide on', declining, paint.yellow),
  ];

  function block(title: string, some: Refusal[], colour: (text: string) => string): string[] {
    if (some.length === 0) return [];
    const lines = some.slice(0, refusalsShown).map((refusal) => `  ${count(refusal.times)} × ${describe(refusal)}`);
    if (some.length > refusalsShown) lines.push(`  … and ${count(some.length - refusalsShown)} more kinds`);
    return [colour(title), ...lines];
  }
}

function describe({ operation, table, name, message, declined, times, records }: Refusal): string {
  const who = records.slice(0, 3).join('; ') + (times > 3 ? '; …' : '');
  const why = declined ? '' : `: ${name}: ${message}`;
  return printable(`${operation} on ${table}${why}${who && ` (${who})`}`);
}

function costLines({ estimate, wholeTable, sample }: PreviewOutcome, paint: Paint): string[] {
  const whole = wholeTable && `${counted(wholeTable.records, 'record')}, it would be`;
  const { readUnits, cost, tables } = wholeTable ?? estimate;
  const usd = costLine(cost);
  const lines = [
    `a live run would consume ${consumption(estimate)}`,
    ...(wholeTable ? [`on the whole table, ${whole} ${consumption(wholeTable, sample?.writeUnits.margin)}`] : []),
    `${counted(Math.ceil(readUnits), 'read unit')} would be read${usd === undefined ? '' : `; all that would cost ${usd}`}`,
    indexLine(tables) ?? '',
  ];
  return lines.filter((line) => line !== '').map((line) => paint.dim(line));
}
