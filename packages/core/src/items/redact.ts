import { type AttributeValue, type Item, typeOf, valueSize } from '@dynamodb-migrate/expressions';
import type { AttributeChange } from './diff';
import { anyIndex, type Path, parsePath } from './path';

/** Masks values for show: the results are wire values, but never fit to be written. */
export interface Mask {
  item(item: Item): Item;
  changes(changes: readonly AttributeChange[]): AttributeChange[];
}

const redacted: AttributeValue = { S: '(redacted)' };

/**
 * Masks what lies at the given paths, `attr` or `attr.inner` or `list[*].inner`; without an index, list elements are
 * all meant (`list.inner`). Throws `INVALID_PATH`.
 */
export function redact(paths: readonly string[]): Mask {
  const parsed = paths.map(parsePath);
  return mask((path, value) => redactValue(parsed, path, value));
}

/** Masks every value and leaves attribute names, types and sizes: `{ S: 'N, 3 bytes' }`. */
export function hideValues(): Mask {
  return mask((_path, value) => hideValue(value));
}

type MaskValue = (path: Path, value: AttributeValue) => AttributeValue;

function mask(maskValue: MaskValue): Mask {
  return {
    item: (item) => mapItem(item, (name, value) => maskValue([name], value)),
    changes: (changes) => changes.map((change) => maskChange(change, maskValue)),
  };
}

function maskChange(change: AttributeChange, maskValue: MaskValue): AttributeChange {
  const { before, after, elements, ...rest } = change;
  const path = parsePath(change.path);
  const masked: AttributeChange = { ...rest };
  if (before) masked.before = maskValue(path, before);
  if (after) masked.after = maskValue(path, after);
  if (elements && masked.before === before && masked.after === after) masked.elements = elements;
  return masked;
}

function redactValue(patterns: readonly Path[], path: Path, value: AttributeValue): AttributeValue {
  const reach = patterns.map((pattern) => reaches(pattern, path));
  if (reach.includes('whole')) return redacted;
  if (!reach.includes('inside')) return value;
  if ('M' in value) return { M: mapItem(value.M, (name, inner) => redactValue(patterns, [...path, name], inner)) };
  if ('L' in value) return { L: value.L.map((inner, index) => redactValue(patterns, [...path, index], inner)) };
  return value;
}

/** Whether a pattern covers all of what lies at a path, something inside of it, or nothing. */
function reaches(pattern: Path, path: Path): 'whole' | 'inside' | 'none' {
  let at = 0;
  for (const step of path) {
    if (at === pattern.length) return 'whole';
    const wanted = pattern[at];
    if (typeof step !== 'number') {
      if (wanted !== step) return 'none';
      at++;
    } else if (typeof wanted !== 'string') {
      if (wanted !== anyIndex && wanted !== step) return 'none';
      at++;
    }
  }
  return at === pattern.length ? 'whole' : 'inside';
}

function hideValue(value: AttributeValue): AttributeValue {
  if ('M' in value) return { M: mapItem(value.M, (_name, inner) => hideValue(inner)) };
  if ('L' in value) return { L: value.L.map(hideValue) };
  const size = valueSize(value);
  return { S: `${typeOf(value)}, ${size} ${size === 1 ? 'byte' : 'bytes'}` };
}

function mapItem(item: Item, change: (name: string, value: AttributeValue) => AttributeValue): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, change(name, value)]));
}
