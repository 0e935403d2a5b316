import {
  type AttributeValue,
  describeKey,
  hideValues,
  type Item,
  isItem,
  type Mask,
  type Redaction,
  redact,
  type Source,
} from '@dynamodb-migrate/core';
import { maskedValues, withoutValues } from './hidden-values';

/** What hides the values that are not to be shown, by any of several wishes; undefined where all may be. */
export function maskOf(...wishes: readonly (Redaction | undefined)[]): Mask | undefined {
  const { redact: paths, hideValues: hidden } = redactionOf(...wishes) ?? {};
  if (hidden) return hideValues();
  return paths && redact(paths);
}

/** Several wishes in one. */
export function redactionOf(...wishes: readonly (Redaction | undefined)[]): Redaction | undefined {
  if (wishes.some((wish) => wish?.hideValues)) return { hideValues: true };
  const paths = [...new Set(wishes.flatMap((wish) => wish?.redact ?? []))];
  return paths.length > 0 ? { redact: paths } : undefined;
}

/** A source of whose records messages tell nothing that is masked. */
export function masked(source: Source, mask: Mask, keyNames: readonly string[] | undefined): Source {
  return {
    ...source,
    veil: {
      name(page, index) {
        const record = page.records.at(index);
        const line = page.lines && `line ${page.lines[index]}`;
        return line ?? (isItem(record) ? describeKey(mask.item(record as Item), keyNames) : source.name(page, index));
      },
      message(page, index, text) {
        const record = page.records.at(index);
        return isItem(record) ? withoutValues(text, maskedValues(record as Item, mask.item(record as Item))) : text;
      },
    },
  };
}

/** The name by which a journal knows a record, masked. */
export function maskedName(name: string, mask: Mask): string {
  const [line] = /^line \d+(?= \()/.exec(name) ?? [];
  if (line !== undefined) return line;
  const parts: [string, AttributeValue][] = [];
  let rest = name;
  while (rest !== '') {
    const [part, attribute, text] = nameOfAttribute.exec(rest) ?? [];
    if (part === undefined) return '(hidden)';
    parts.push([attribute!, spelledValue(text!)]);
    rest = rest.slice(part.length);
  }
  const attributes = parts.map(([attribute]) => attribute);
  return describeKey(mask.item(Object.fromEntries(parts)), attributes);
}

// As `describeKey` spells them: `id "a1", `.
const nameOfAttribute = /^([^ ]+) ("(?:[^"\\]|\\.)*"|\{"B":"[^"]*"\}|[-+.\deE]+)(?:, |$)/;

function spelledValue(text: string): AttributeValue {
  if (text.startsWith('"')) return { S: JSON.parse(text) };
  return text.startsWith('{') ? JSON.parse(text) : { N: text };
}
