import type { Plan, PlannedSample, PlannedScript } from '@dynamodb-migrate/ledger';
import { showEstimated } from '@dynamodb-migrate/ledger';
import { count, counted } from '@dynamodb-migrate/runner';
import { about, costLine } from './estimate';
import type { Screen } from './screen';

/** Prints what a plan would do, in a few lines. */
export function showPlan(screen: Screen, { environment, sample, scripts, waiting, problems, warnings }: Plan): void {
  for (const problem of problems) screen.info(`to be looked at: ${problem}`);
  for (const { script, line } of waiting) screen.info(`${script} names no table yet; add: ${line}`);
  for (const { table, message } of warnings) screen.info(`${table}: ${message}`);
  for (const script of scripts) for (const line of scriptLines(script)) screen.info(line);
  if (sample) {
    const share = `${Number((sample.share * 100).toPrecision(6))} %`;
    screen.info(`an estimate: counts are those of the whole tables by ${share} of each, seed ${sample.seed}`);
  }
  screen.info(scripts.length === 0 ? `${environment}: nothing to apply` : total(environment, scripts));
}

const kinds = ['added', 'changed', 'removed', 'unchanged'] as const;

function scriptLines({ script, tables, counts, sampled, errors, refusals, estimate, notes }: PlannedScript): string[] {
  const shown = (name: keyof PlannedSample['margins'], total: number) =>
    showEstimated({ total, margin: sampled?.margins[name] });
  const told = kinds.map((kind) => `${shown(kind, counts[kind])} ${kind}`);
  const records = sampled?.margins.records
    ? `${shown('records', counts.records)} records`
    : counted(counts.records, 'record');
  const units = sampled
    ? `${shown('writeUnits', estimate.writeUnits)} write units`
    : counted(estimate.writeUnits, 'write unit');
  const why = estimate.boundBy === undefined || estimate.seconds < 10 ? '' : `, held back by ${estimate.boundBy}`;
  const usd = costLine(estimate.cost);
  return [
    `${script} over ${tables.join(', ')}: ${records}, ${told.join(', ')}; ${units}, about ${about(estimate.seconds)}${why}`,
    `  ${counted(Math.ceil(estimate.readUnits), 'read unit')}${usd === undefined ? '' : `; ${usd}`}`,
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
