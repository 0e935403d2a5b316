import { describeKey, hideValues, type Item, isItem, type Mask, redact, type Source } from '@dynamodb-migrate/core';
import type { PreviewOptions } from '../run/options/preview';

/** What hides the values that are not to be shown; undefined where all may be. */
export function maskOf({
  redact: paths,
  hideValues: hidden,
}: Pick<PreviewOptions, 'redact' | 'hideValues'>): Mask | undefined {
  if (hidden) return hideValues();
  return paths && redact(paths);
}

/** A source whose records go by masked names. */
export function masked(source: Source, mask: Mask, keyNames: readonly string[] | undefined): Source {
  return {
    ...source,
    name(page, index) {
      const record = page.records.at(index);
      const line = page.lines && `line ${page.lines[index]}`;
      return line ?? (isItem(record) ? describeKey(mask.item(record as Item), keyNames) : source.name(page, index));
    },
  };
}
