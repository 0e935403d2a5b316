import { describeKey, type Item, keyId, keyOf, MigrateError, type Wire } from '@dynamodb-migrate/core';

/**
 * A table that records could be of: its key is their first attribute, or where that does not tell them apart the first
 * two. Throws `NO_KEY`.
 */
export function guessTable(table: string, records: readonly Item[], file: string): Wire {
  const names = Object.keys(records[0] ?? { id: { S: '' } });
  for (const count of [1, 2]) {
    const keys = names.slice(0, count);
    const types = keys.map((name) => keyType(name, records));
    if (keys.length === count && types.every((type) => type !== undefined) && areApart(records, keys)) {
      return {
        TableName: table,
        KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
        AttributeDefinitions: keys.map((AttributeName, at) => ({ AttributeName, AttributeType: types[at] })),
      };
    }
  }
  throw new MigrateError('NO_KEY', `the key of ${table} cannot be told from the records of ${file}`, {
    hint: `Put the key first in every record (the first is ${describeKey(records[0] ?? {})}), or add ${file.replace('.fixture.ndjson', '.table.json')}, which aws dynamodb describe-table prints.`,
  });
}

/** The one type that an attribute has in all records, where that may be a key's. */
function keyType(name: string, records: readonly Item[]): string | undefined {
  const types = new Set(records.map((record) => Object.keys(record[name] ?? {})[0]));
  const [type = 'S'] = types.size === 0 ? ['S'] : types;
  return types.size <= 1 && ['S', 'N', 'B'].includes(type) ? type : undefined;
}

function areApart(records: readonly Item[], keys: readonly string[]): boolean {
  return new Set(records.map((record) => keyId(keyOf(record, keys)!))).size === records.length;
}
