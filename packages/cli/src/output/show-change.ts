import { type AttributeChange, describeKey, printable } from '@dynamodb-migrate/core';
import type { RecordChange } from '@dynamodb-migrate/runner';
import { counted } from '@dynamodb-migrate/runner';
import type { Paint } from './paint';
import { showElement, showValue } from './show-value';

const attributesShown = 12;
const widest = 24;

/** The lines that tell what becomes of a record: its key, and each attribute with its types, before and after. */
export function showChange(change: RecordChange, paint: Paint, { masked, table }: { masked: boolean; table: boolean }) {
  const { kind, key, attributes } = change;
  const sign = { added: paint.green('+'), changed: paint.yellow('~'), removed: paint.red('-'), unchanged: ' ' }[kind];
  const name = paint.bold(printable(describeKey(key)));
  const shown = attributes
    .slice(0, attributesShown)
    .map((attribute) => ({ ...attribute, path: printable(attribute.path) }));
  const width = Math.min(widest, Math.max(0, ...shown.map(({ path }) => path.length)));
  const lines = [`  ${sign} ${table ? `${printable(change.table)} ` : ''}${name}`];
  for (const attribute of shown) {
    lines.push(`      ${attribute.path.padEnd(width)}  ${becomes(attribute, paint, masked)}`);
  }
  const more = attributes.length - shown.length;
  if (more > 0) lines.push(paint.dim(`      … and ${counted(more, 'more attribute')}`));
  return lines;
}

function becomes(change: AttributeChange, paint: Paint, masked: boolean): string {
  const { before, after, beforeType, afterType, elements } = change;
  if (elements) {
    const gained = elements.added.map((text) => paint.green(`+${printable(showElement(text))}`));
    const lost = elements.removed.map((text) => paint.red(`-${printable(showElement(text))}`));
    return [afterType, ...some(gained), ...some(lost)].join(' ');
  }
  const was = before && printable(showValue(before, beforeType, masked));
  const is = after && printable(showValue(after, afterType, masked));
  if (was === undefined) return paint.green(`+ ${is}`);
  if (is === undefined) return paint.red(`- ${was}`);
  return `${was} ${paint.dim('→')} ${paint.yellow(is)}`;
}

function some(texts: string[]): string[] {
  return texts.length <= 5 ? texts : [...texts.slice(0, 5), `… ${texts.length - 5} more`];
}
