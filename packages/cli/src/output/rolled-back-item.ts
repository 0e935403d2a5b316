import { type AttributeValue, describeKey, printable } from '@dynamodb-migrate/core';
import type { RolledBackItem, ThreeWay, Versions } from '@dynamodb-migrate/runner';
import { showValue } from './show-value';

/** Differences that are shown of one item. */
const most = 20;

/** The lines that tell what became of an item. */
export function rolledBackItemLines(item: RolledBackItem): string[] {
  const { key, table, images, differences } = item;
  const shown = differences.slice(0, most).map((change) => `  ${differenceLine(item, change)}`);
  if (differences.length > most) shown.push(`  … and ${differences.length - most} more attributes`);
  return [
    `${printable(`${headings[item.result](item)}: ${table}`)}, ${printable(describeKey(key))}`,
    ...missing(item, images),
    ...shown,
  ];
}

const headings: { [result in RolledBackItem['result']]: (item: RolledBackItem) => string } = {
  restored: () => 'restore',
  deleted: () => 'delete',
  recreated: () => 'recreate',
  unchanged: () => 'unchanged',
  conflict: ({ reason }) => `conflict (${reason})`,
  failed: ({ error }) => `failed (${error})`,
};

function missing({ result }: RolledBackItem, { before, ours, now }: Versions<string>): string[] {
  if (result !== 'conflict') return [];
  const lines: string[] = [];
  if (before === 'none') lines.push('  before: no item');
  if (before === 'unknown') lines.push('  before: not known');
  if (ours === 'none') lines.push('  ours: no item, the run deleted it');
  if (ours === 'unknown') lines.push('  ours: not known');
  if (now === 'none') lines.push('  now: no item');
  return lines;
}

function differenceLine({ result, images, masked }: RolledBackItem, change: ThreeWay): string {
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
