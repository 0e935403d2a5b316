import path from 'node:path';
import type { Difference, Tests, Tried, Untried } from '@dynamodb-migrate/fleet';
import { count, counted } from '../../output/format';
import type { Paint } from '../../output/paint';
import { showChange } from '../../output/show-change';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';

const shown = 10;
const outputShown = 15;

/** Prints what became of the records; 1 unless every script passed. */
export function reportTest(
  { json, tests: { environment, tried } }: { json: boolean; tests: Tests },
  { screen }: Context,
): number {
  if (json) screen.json({ environment, scripts: tried.map(document) });
  else {
    screen.data(tried.flatMap((one, at) => [...(at > 0 ? [''] : []), ...lines(one, screen.dataPaint)]));
    const failed = tried.filter(({ passed }) => !passed).length;
    if (failed > 0) screen.info(`${count(failed)} of ${counted(tried.length, 'script')} failed`);
  }
  return tried.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
}

function document(tried: Tried | Untried): object {
  if ('error' in tried) {
    const { error, ...about } = tried;
    return { ...about, error: { message: error.message, ...(error.hint !== undefined && { hint: error.hint }) } };
  }
  const { trial, unexpected, ...about } = tried;
  const { dryRun, live, changes, again, rolledBack } = trial;
  return {
    ...about,
    dryRun,
    live,
    counts: countsOf(changes),
    changes,
    ...(unexpected && { asExpected: unexpected.length === 0, unexpected }),
    ...(again && { idempotent: again.ok && again.changes.length === 0, again }),
    rolledBack: { ok: !rolledBack.error && rolledBack.left.length === 0, ...rolledBack },
  };
}

function countsOf(changes: readonly Difference[]) {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

function lines(tried: Tried | Untried, paint: Paint): string[] {
  if ('error' in tried) return untried(tried, paint);
  const { script, tables, trial, unexpected, written, passed } = tried;
  const { dryRun, live, changes, again, rolledBack } = trial;
  const { added, changed, removed } = countsOf(changes);
  const several = tables.length > 1;
  const good = (text: string) => `  ${paint.green('✓')} ${text}`;
  const bad = (text: string) => `  ${paint.red('✗')} ${text}`;
  const list = (differences: readonly Difference[]) => changeLines(differences, paint, several);
  const report = [`${paint.bold(script)}: ${passed ? paint.green('passed') : paint.red('failed')}`];
  for (const { table, records, key } of tables) {
    report.push(`  ${table}: ${counted(records, 'record')}, key ${key.join(' and ')}`);
  }
  report.push(...(dryRun.ok ? [good('dry run')] : [bad('dry run'), ...output(dryRun.output)]));
  if (!live.ok) report.push(bad('live run'), ...output(live.output));
  else report.push(good(`live run: ${count(added)} added, ${count(changed)} changed, ${count(removed)} removed`));
  report.push(...list(changes));
  if (unexpected) {
    const differences = unexpected.length > 0;
    report.push(differences ? bad('not as expected; from what is expected to what came out:') : good('as expected'));
    report.push(...list(unexpected));
  }
  if (again) {
    const same = again.ok && again.changes.length === 0;
    report.push(same ? good('idempotent: a second run changes nothing') : `  ${paint.yellow('!')} ${secondRun(again)}`);
    report.push(...(again.ok ? list(again.changes) : output(again.output)));
  }
  if (rolledBack.error) report.push(bad(`rollback: ${rolledBack.error}`));
  else report.push(rolledBack.left.length === 0 ? good('rolled back to the start') : bad('not all is rolled back:'));
  report.push(...list(rolledBack.left));
  for (const file of written) report.push(`  wrote ${path.relative('', file)}`);
  return report;
}

function untried({ script, error: { message, hint } }: Untried, paint: Paint): string[] {
  const report = [`${paint.bold(script)}: ${paint.red('failed')}`, `  ${paint.red('✗')} ${message}`];
  return hint === undefined ? report : [...report, `    ${hint}`];
}

function secondRun({ ok }: { ok: boolean }): string {
  return ok ? 'not idempotent: a second run changes' : 'not idempotent: a second run fails';
}

function changeLines(differences: readonly Difference[], paint: Paint, table: boolean): string[] {
  const first = differences
    .slice(0, shown)
    .flatMap((change) => showChange({ ...change, region: 'local' }, paint, { masked: false, table }));
  const more = differences.length - shown;
  return [...first, ...(more > 0 ? [`… and ${counted(more, 'more record')}`] : [])].map((line) => `  ${line}`);
}

function output(text: string): string[] {
  return text
    .split('\n')
    .slice(-outputShown)
    .map((line) => `      ${line}`);
}
