import { describeKey, printable } from '@dynamodb-migrate/core';
import { counted, type Overwritten } from '@dynamodb-migrate/runner';

/** What a run undid of what others had written, item by item, and how that is taken back. */
export function overwrittenLines({ count, items }: Overwritten, rollback: string): string[] {
  const more = count > items.length ? [`  … and ${counted(count - items.length, 'more write')}`] : [];
  return [
    `${counted(count, 'write')} undid what others had written since the record was read; to take back these items: ${rollback} --only-overwritten`,
    ...items.map(({ table, key, attributes }) =>
      printable(`  ${table}, ${describeKey(key)}: ${attributes.join(', ') || 'they had deleted it'}`),
    ),
    ...more,
  ];
}
