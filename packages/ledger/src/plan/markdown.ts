import { describeKey } from '@dynamodb-migrate/core';
import { code, codeCell, codeElement, commentText, diffBlock, prose, proseElement } from './inert';
import {
  isSound,
  type Plan,
  type PlannedChange,
  type PlannedEstimate,
  type PlannedScript,
  type PlanSample,
} from './plan';
import { planHash } from './plan-hash';
import { showAttribute } from './show-attribute';
import { showEstimated, showUsd } from './show-estimate';

/** Comments of merge and pull requests end at about 65,000 characters; what is folded gives way first. */
const longest = 60_000;

const shown = ['records', 'added', 'changed', 'removed', 'unchanged'] as const;

/** Lines of a table or a list at most, and characters of them. */
const most = 100;
const room = 12_000;

/** What a bot looks for to update its comment: one for each environment. */
export function planMarker(environment: string): string {
  return `<!-- dynamodb-migrate plan: ${commentText(environment)} -->`;
}

/** A page for the comment of a merge request: short, with its details folded. The same plan gives the same page. */
export function planPage(plan: Plan): string {
  const head = [planMarker(plan.environment), `### DynamoDB plan for ${code(plan.environment)}`, ...summary(plan)];
  const foot = footer(plan);
  const folded: string[] = [];
  let left = longest - [...head, ...foot].join('\n\n').length;
  let dropped = 0;
  for (const script of plan.scripts) {
    const text = details(script);
    left -= text.length;
    if (left > 0) folded.push(text);
    else dropped++;
  }
  if (dropped > 0) folded.push(`_The details of ${dropped} more scripts are in the plan itself._`);
  return `${[...head, ...folded, ...foot].join('\n\n')}\n`;
}

function summary(plan: Plan): string[] {
  const { sample, scripts, waiting, problems, warnings } = plan;
  if (scripts.length === 0) return ['Nothing is to be applied.', ...lists()];
  const total = (name: 'added' | 'changed' | 'removed') => scripts.reduce((sum, { counts }) => sum + counts[name], 0);
  const what = `${counted(scripts.length, 'script')}: **${total('added')}** added, **${total('changed')}** changed, **${total('removed')}** removed.`;
  return [
    isSound(plan) ? what : `:x: **It cannot be applied as it is.** ${what}`,
    ...(sample ? [sampleSentence(sample)] : []),
    scriptTable(scripts),
    ...lists(),
  ];

  function lists(): string[] {
    return [
      list(
        'Warnings',
        warnings.map(({ table, message }) => `${code(table)}: ${prose(message)}`),
      ),
      list('To be looked at', problems.map(prose)),
      list(
        'Left out, as they name no table yet',
        waiting.map(({ script, line }) => `${code(script)}${line ? `: add ${code(line)}` : ''}`),
      ),
    ].filter((text) => text !== '');
  }
}

function sampleSentence({ share, seed }: PlanSample): string {
  const percent = Number((share * 100).toPrecision(6));
  return `:warning: **An estimate**: counts are those of the whole tables by a sample of ${percent} % of each (seed ${seed}), within ± in 19 of 20 samples.`;
}

function scriptTable(scripts: readonly PlannedScript[]): string {
  const rows = fitting(
    scripts.map(({ script, tables, errors, counts, sampled, estimate }) =>
      [
        `${errors.length > 0 ? ':x: ' : ''}${codeCell(script)}`,
        tables.map(codeCell).join(', '),
        ...shown.map((name) =>
          sampled ? showEstimated({ total: counts[name], margin: sampled.margins[name] }) : counts[name],
        ),
        sampled
          ? showEstimated({ total: estimate.writeUnits, margin: sampled.margins.writeUnits })
          : estimate.writeUnits,
        seconds(estimate.seconds),
      ].join(' | '),
    ),
  );
  return [
    '| script | table | records | added | changed | removed | unchanged | write units | about |',
    '|---|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows.map((row) => `| ${row} |`),
    ...(scripts.length > rows.length ? [`| … and ${scripts.length - rows.length} more |||||||||`] : []),
  ].join('\n');
}

function details({ script, description, errors, estimate, samples, refusals, notes, changes }: PlannedScript): string {
  const title = [codeElement(script), description && proseElement(description)];
  const parts = [
    ...errors.map((error) => `:x: ${prose(error)}`),
    ...changes
      .filter(() => changes.length > 1)
      .map((one) => `${code(one.table)}: ${one.added} added, ${one.changed} changed, ${one.removed} removed`),
    samples.length > 0 ? diffBlock(samples.flatMap((change) => sampleLines(change, changes.length > 1))) : '',
    ...refusals.map(
      (one) =>
        `${one.times} × ${prose(one.operation)} on ${code(one.table)} would fail: ${prose(`${one.name}: ${one.message}`)}`,
    ),
    ...notes.map((note) => `_${prose(note)}_`),
  ].filter((part) => part !== '');
  const cost = costSentence(estimate);
  const body = [...(parts.length > 0 ? parts : ['Nothing is written.']), ...(cost === '' ? [] : [cost])].join('\n\n');
  return `<details><summary>${title.filter(Boolean).join(': ')}</summary>\n\n${body}\n\n</details>`;
}

/** What it consumes and costs; older plans do not say it. */
function costSentence({ readUnits, seconds: time, boundBy, cost = {} }: PlannedEstimate): string {
  const { onDemand, provisioned } = cost;
  const parts = [
    ...(readUnits > 0 ? [counted(Math.ceil(readUnits), 'read unit')] : []),
    ...(boundBy === undefined || time < 10 ? [] : [`${seconds(time)}, held back by ${prose(boundBy)}`]),
    ...(onDemand === undefined ? [] : [`${showUsd(onDemand)} on demand`]),
    ...(provisioned === undefined ? [] : [`${showUsd(provisioned)} as provisioned capacity`]),
  ];
  return boundBy === undefined || parts.length === 0 ? '' : `<sub>${parts.join('; ')}</sub>`;
}

function sampleLines({ table, key, kind, attributes }: PlannedChange, named: boolean): string[] {
  const name = `${named ? `${table} ` : ''}${describeKey(key)}`;
  const sign = { added: '+', changed: '!', removed: '-' }[kind];
  return [`${sign} ${name}`, ...attributes.slice(0, 12).flatMap(showAttribute)];
}

function footer(plan: Plan): string[] {
  const hash = planHash(plan);
  const tolerance = plan.tolerance === undefined ? '' : `; counts may differ by ${code(plan.tolerance)}`;
  return [
    `<sub>plan ${code(hash.slice(0, 12))}, at position ${code(plan.ledger.position.slice(0, 12))} of ${code(plan.ledger.table)}${tolerance}</sub>`,
  ];
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const shown = fitting(lines);
  const more = lines.length > shown.length ? [`- … and ${lines.length - shown.length} more`] : [];
  return [`**${title}**`, '', ...shown.map((line) => `- ${line}`), ...more].join('\n');
}

/** The first lines, as far as there is room for them. */
function fitting(lines: readonly string[]): string[] {
  let left = room;
  const tooMany = lines.slice(0, most).findIndex((line) => {
    left -= line.length + 4;
    return left < 0;
  });
  return lines.slice(0, tooMany < 0 ? most : tooMany);
}

function seconds(number: number): string {
  if (number < 60) return `${Math.max(1, Math.round(number))} s`;
  return number < 3600 ? `${Math.round(number / 60)} min` : `${(number / 3600).toFixed(1)} h`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
