import type { Item, Wire } from '@dynamodb-migrate/core';

export const definition = {
  TableName: 'semantics',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

/** The item that every operation below meets. */
export const item: Item = {
  id: { S: 'a' },
  n: { N: '5' },
  count: { N: '10' },
  huge: { N: '9'.repeat(38) },
  s: { S: 'hi' },
  no: { BOOL: false },
  nothing: { NULL: true },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  b: { B: '/w==' },
  empty: { L: [] },
  same: { L: [{ N: '1' }, { N: '1' }, { N: '2' }] },
  l: { L: [{ S: '0' }, { S: '1' }, { S: '2' }, { M: { a: { N: '1' } } }] },
  m: { M: { x: { N: '1' }, y: { S: 'q' }, z: { M: { no: { BOOL: false } } } } },
};

const names = (text: string) => {
  const used = ['count', 'no', 'nothing', 'empty', 'same', 'constructor'].filter((name) => text.includes(`#${name}`));
  return used.length > 0 && { ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])) };
};

function update(UpdateExpression: string, values?: Item): [string, Wire] {
  const input = { UpdateExpression, ...(values && { ExpressionAttributeValues: values }), ...names(UpdateExpression) };
  return ['UpdateItem', input];
}

function when(ConditionExpression: string, values?: Item): [string, Wire] {
  const ExpressionAttributeValues = { ':done': { BOOL: true }, ...values };
  const rest = { ConditionExpression, ExpressionAttributeValues, ...names(ConditionExpression) };
  return ['UpdateItem', { UpdateExpression: 'SET done = :done', ...rest }];
}

function expected(Expected: Wire, ConditionalOperator?: string): [string, Wire] {
  return ['DeleteItem', { Expected, ...(ConditionalOperator && { ConditionalOperator }) }];
}

const is = (ComparisonOperator: string, ...AttributeValueList: Wire[]) => ({ ComparisonOperator, AttributeValueList });
const nested = (levels: number): Wire => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });

/** Operations on the item; the table's name and the key are to be added. */
export const operations: [string, Wire][] = [
  update('REMOVE l[0], l[1]'),
  update('REMOVE l[1], l[0]'),
  update('REMOVE l[0], l[3].a'),
  update('REMOVE l[0] SET l[1] = :v', { ':v': { S: 'X' } }),
  update('SET l[9] = :v, l[7] = :w REMOVE l[0]', { ':v': { S: 'X' }, ':w': { S: 'W' } }),
  update('SET saved = m, m.x = :v', { ':v': { N: '9' } }),
  update('SET saved = m REMOVE m.x'),
  update('SET saved = ss ADD ss :v', { ':v': { SS: ['z'] } }),
  update('SET saved = ss DELETE ss :v', { ':v': { SS: ['a'] } }),
  update('SET saved = n ADD n :v', { ':v': { N: '1' } }),
  update('SET n = #count, #count = n'),
  update('SET n = n - :v', { ':v': { N: '0.75' } }),
  update('SET huge = huge + :v', { ':v': { N: '1' } }),
  update('SET huge = huge + :v', { ':v': { N: '2' } }),
  update('ADD huge :v', { ':v': { N: '0.1' } }),
  update('SET n = n + :v', { ':v': { N: '1E+125' } }),
  update('SET x = if_not_exists(x, :v), y = if_not_exists(n, :v)', { ':v': { N: '7' } }),
  update('SET x = list_append(if_not_exists(x, :e), :v)', { ':e': { L: [] }, ':v': { L: [{ S: 'z' }] } }),
  update('SET #constructor = if_not_exists(#constructor, :v)', { ':v': { N: '1' } }),
  update('ADD ns :v', { ':v': { NS: ['2.0', '3'] } }),
  update('DELETE ss :v', { ':v': { SS: ['a', 'b'] } }),
  update('ADD fresh :v', { ':v': { N: '1' } }),
  update('SET x = nope'),
  update('SET m.new.deep = :v', { ':v': { N: '1' } }),
  update('SET m = :v, m.x = :v', { ':v': { N: '1' } }),
  update('SET m[0] = :v, m.x = :v', { ':v': { N: '1' } }),
  update('SET name = :v', { ':v': { N: '1' } }),
  update('SET id = :v', { ':v': { S: 'b' } }),
  update('SET x = :v', { ':v': { S: 'é'.repeat(204_900) } }),
  update('SET x = :v', { ':v': nested(31) as never }),
  update('SET x = :v', { ':v': nested(32) as never }),
  ...['m', 'l', 'same', 'empty', 'ss', 'ns', 'b', 'no', 'nothing', 's'].flatMap((name) => {
    const value = item[name]!;
    return [
      when(`#x = :v`, { ':v': value }),
      when(`#x <> :v`, { ':v': value }),
      when(`#x IN (:w, :v)`, { ':v': value, ':w': { S: 'other' } }),
      when(`attribute_type(#x, :v)`, { ':v': { S: Object.keys(value)[0]! } }),
    ].map(([operation, input]): [string, Wire] => [operation, { ...input, ExpressionAttributeNames: { '#x': name } }]);
  }),
  when('m = :v', { ':v': { M: { ...(item.m as { M: Item }).M, x: { N: '2' } } } }),
  when('m = :v', { ':v': { M: { x: { N: '1' } } } }),
  when('m.z = :v', { ':v': { M: { no: { BOOL: false } } } }),
  when('l = :v', { ':v': { L: (item.l as { L: [] }).L.toReversed() } }),
  when('#same = :v', { ':v': { L: [{ N: '1' }, { N: '2' }, { N: '2' }] } }),
  when('n = :v', { ':v': { N: '5.0' } }),
  when('gone = gone2'),
  when('gone <> gone2'),
  when('n < #count AND NOT s = :v', { ':v': { S: 'ho' } }),
  when('n BETWEEN :a AND :b', { ':a': { N: '5' }, ':b': { N: '9' } }),
  when('s BETWEEN :a AND :b', { ':a': { S: 'a' }, ':b': { S: 'b' } }),
  when('size(s) = :v', { ':v': { N: '2' } }),
  when('size(#empty) <= :v', { ':v': { N: '0' } }),
  when('size(gone) = :v', { ':v': { N: '0' } }),
  when('begins_with(s, :v)', { ':v': { S: 'h' } }),
  when('contains(l, :v)', { ':v': { S: '1' } }),
  when('contains(ns, :v)', { ':v': { N: '1.0' } }),
  when('attribute_not_exists(#constructor)'),
  expected({ n: { Value: { N: '5.0' } } }),
  expected({ n: { Exists: false } }),
  expected({ gone: { Exists: false } }),
  expected({ n: is('EQ', { N: '5.0' }) }),
  expected({ n: is('EQ', { N: '1' }), s: is('EQ', { S: 'hi' }) }),
  expected({ n: is('EQ', { N: '1' }), s: is('EQ', { S: 'hi' }) }, 'OR'),
  expected({ n: is('EQ', { N: '1' }), s: is('EQ', { S: 'ho' }) }, 'OR'),
  expected({ m: is('EQ', item.m!) }),
  expected({ no: is('EQ', { BOOL: false }) }),
  expected({ gone: is('NOT_CONTAINS', { S: 'h' }) }),
  expected({ s: is('NOT_CONTAINS', { S: 'x' }) }),
  expected({ n: is('IN', { N: '1' }, { N: '5' }) }),
  expected({ n: is('BETWEEN', { N: '1' }, { N: '5' }), s: is('BEGINS_WITH', { S: 'h' }) }),
  expected({ gone: { ComparisonOperator: 'NULL' }, s: { ComparisonOperator: 'NOT_NULL' } }),
  ['UpdateItem', { AttributeUpdates: { n: { Action: 'ADD', Value: { N: '3' } }, s: { Action: 'DELETE' } } }],
  ['UpdateItem', { AttributeUpdates: { ss: { Action: 'DELETE', Value: { SS: ['a'] } }, x: { Value: { S: 'y' } } } }],
  ['UpdateItem', { AttributeUpdates: { s: { Action: 'ADD', Value: { N: '3' } } } }],
];
