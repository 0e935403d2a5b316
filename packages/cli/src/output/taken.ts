import { type AttributeValue, describeKey } from '@dynamodb-migrate/core';
import { printable, showValue } from '../preview/show-value';
import type { Taken } from '../undo/taken';
import type { ThreeWay, Versions } from '../undo/three-way';

/** Differences that are shown of one item. */
const most = 20;

/** The lines that tell what became of an item. */
export function takenLines(taken: Taken): string[] {
  const { key, table, images, differences } = taken;
  const shown = differences.slice(0, most).map((change) => `  ${differenceLine(taken, change)}`);
  if (differences.length > most) shown.push(`  … and ${differences.length - most} more attributes`);
  return [
    `${headings[taken.result](taken)}: ${table}, ${printable(describeKey(key))}`,
    ...missing(taken, images),
    ...shown,
  ];
}

const headings: { [result in Taken['result']]: (taken: Taken) => string } = {
  restored: () => 'restore',
  deleted: () => 'delete',
  recreated: () => 'recreate',
  unchanged: () => 'unchanged',
  conflict: ({ reason }) => `conflict (${reason})`,
  failed: ({ error }) => `failed (${error})`,
};

function missing({ result }: Taken, { before, ours, now }: Versions<string>): string[] {
  if (result !== 'conflict') return [];
  const lines: string[] = [];
  if (before === 'none') lines.push('  before: no item');
  if (before === 'unknown') lines.push('  before: not known');
  if (ours === 'none') lines.push('  ours: no item, the run deleted it');
  if (ours === 'unknown') lines.push('  ours: not known');
  if (now === 'none') lines.push('  now: no item');
  return lines;
}

function differenceLine({ result, images, masked }: Taken, change: ThreeWay): string {
  const value = (name: keyof Versions<unknown>) => (change[name] ? spell(change[name], masked) : 'absent');
  const path = printable(change.path);
  if (result === 'restored') return `${path}: ${value('now')} → ${value('before')}`;
  const given = (['before', 'ours', 'now'] as const).filter((name) => images[name] === 'item');
  return `${path}: ${given.map((name) => `${name} ${value(name)}`).join(', ')}`;
}

function spell(value: AttributeValue, masked = false): string {
  if (masked && 'S' in value && /^(\(redacted\)|[A-Z]+, \d+ bytes?)$/.test(value.S)) return value.S;
  return printable(showValue(value));
}
