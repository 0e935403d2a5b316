import type { Plan, PlannedScript } from '@dynamodb-migrate/ledger';
import { count, counted, duration } from '@dynamodb-migrate/runner';
import type { Screen } from './screen';

/** Prints what a plan would do, in a few lines. */
export function showPlan(screen: Screen, { environment, scripts, waiting, problems, warnings }: Plan): void {
  for (const problem of problems) screen.info(`to be looked at: ${problem}`);
  for (const { script, line } of waiting) screen.info(`${script} names no table yet; add: ${line}`);
  for (const { table, message } of warnings) screen.info(`${table}: ${message}`);
  for (const script of scripts) for (const line of scriptLines(script)) screen.info(line);
  screen.info(scripts.length === 0 ? `${environment}: nothing to apply` : total(environment, scripts));
}

function scriptLines({ script, tables, counts, errors, refusals, estimate, notes }: PlannedScript): string[] {
  const { added, changed, removed, unchanged } = counts;
  const kinds = { added, changed, removed, unchanged };
  const told = Object.entries(kinds).map(([kind, number]) => `${count(number)} ${kind}`);
  const cost = `${counted(estimate.writeUnits, 'write unit')}, about ${duration(Math.max(100, estimate.seconds * 1000))}`;
  return [
    `${script} over ${tables.join(', ')}: ${counted(counts.records, 'record')}, ${told.join(', ')}; ${cost}`,
    ...refusals.map(
      ({ times, operation, table, name }) => `  ${count(times)} × ${operation} on ${table} would fail: ${name}`,
    ),
    ...notes.map((note) => `  ${note}`),
    ...errors.map((error) => `  cannot be applied: ${error}`),
  ];
}

function total(environment: string, scripts: readonly PlannedScript[]): string {
  const failing = scripts.filter(({ errors }) => errors.length > 0).length;
  const sum = scripts.reduce((all, { counts }) => all + counts.added + counts.changed + counts.removed, 0);
  const what = `${environment}: ${counted(scripts.length, 'script')} to apply, ${counted(sum, 'item')} to change`;
  return failing > 0 ? `${what}; it cannot be applied as it is` : what;
}
