import { MigrateError, type Wire } from '@dynamodb-migrate/core';

/** The input of a `CreateTable`. */
export type TableDefinition = Wire & { TableName: string };

/**
 * A table from `NAME:key[:S|N|B][,range[:S|N|B]]`, on demand; keys are strings unless said otherwise. Throws
 * `BAD_TABLE_SPEC`.
 */
export function parseTableSpec(spec: string): TableDefinition {
  const colon = spec.indexOf(':');
  const TableName = colon < 0 ? spec : spec.slice(0, colon);
  if (!/^[\w.-]{3,255}$/.test(TableName)) {
    throw bad(spec, `"${TableName}" is no table name: it takes 3 to 255 letters, digits, "_", "-" and "."`);
  }
  const keys = colon < 0 ? [] : spec.slice(colon + 1).split(',');
  if (keys.length === 0 || keys.length > 2) throw bad(spec, 'it takes one key, or a key and a range key');
  const attributes = keys.map((key) => parseKey(spec, key));
  if (attributes[0]!.AttributeName === attributes[1]?.AttributeName) throw bad(spec, 'key and range key are the same');
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes,
    KeySchema: attributes.map(({ AttributeName }, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
  };
}

function parseKey(spec: string, key: string): { AttributeName: string; AttributeType: string } {
  const [AttributeName, AttributeType = 'S', ...rest] = key.split(':');
  if (!AttributeName) throw bad(spec, 'a key has no name');
  if (rest.length > 0 || !['S', 'N', 'B'].includes(AttributeType)) {
    throw bad(spec, `key ${AttributeName} has type "${[AttributeType, ...rest].join(':')}", not S, N or B`);
  }
  return { AttributeName, AttributeType };
}

function bad(spec: string, reason: string): MigrateError {
  return new MigrateError('BAD_TABLE_SPEC', `The table "${spec}" cannot be understood: ${reason}`, {
    hint: 'Write NAME:key[:S|N|B][,range[:S|N|B]], for example experiments:id or events:user,time:N.',
  });
}
