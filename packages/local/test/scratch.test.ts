import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@dynamodb-migrate/core';
import { itemArbitrary, namesIn, normalise, oddItemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { openScratch, parseTableSpec } from '../src';

const TableName = 'round-trip';
const untouched = Object.getOwnPropertyNames(Object.prototype);
const table = parseTableSpec(`${TableName}:id`);

test('every item comes back as it went in, and an update of one attribute leaves the others alone', async () => {
  const { send } = await openScratch();
  await send('CreateTable', table);
  await fc.assert(
    fc.asyncProperty(itemArbitrary({ emptyStrings: true }), async (item) => {
      const Key = { id: item.id };
      await send('PutItem', { TableName, Item: item });
      const got = await send('GetItem', { TableName, Key });
      const scanned = await send('Scan', { TableName });
      await send('UpdateItem', {
        TableName,
        Key,
        UpdateExpression: 'SET #new = :v',
        ExpressionAttributeNames: { '#new': 'an attribute of our own' },
        ExpressionAttributeValues: { ':v': { BOOL: true } },
      });
      const updated = await send('GetItem', { TableName, Key });
      await send('DeleteItem', { TableName, Key });
      expect([got.Item, scanned.Items]).toEqual([item, [item]]);
      expect(normalise(updated.Item)).toEqual(normalise({ ...item, 'an attribute of our own': { BOOL: true } }));
    }),
    { numRuns: 300 },
  );
});

test.each<[string, Item]>([
  [
    '38 digits',
    { n: { N: '12345678901234567890123456789012345678' }, m: { N: '-0.00000000012345678901234567890123456789' } },
  ],
  ['empty values', { s: { S: '' }, b: { B: '' }, l: { L: [] }, m: { M: {} }, ss: { SS: [''] }, bs: { BS: [''] } }],
  [
    'names that mean something elsewhere',
    { constructor: { S: 'c' }, m: { M: { toString: { N: '1' }, N: { N: '2' } } } },
  ],
  ['bytes and surrogates', { b: { B: 'AP/+gA==' }, bs: { BS: ['AA==', '/w=='] }, s: { S: '\u0000😀\ufffd' } }],
])('%s survive', async (_what, attributes) => {
  const { send } = await openScratch();
  await send('CreateTable', table);
  const Item = { id: { S: 'a' }, ...attributes };
  await send('PutItem', { TableName, Item });
  expect((await send('GetItem', { TableName, Key: { id: { S: 'a' } } })).Item).toEqual(Item);
});

test('items with odd names come back as they went in, however they are asked for', async () => {
  const { send } = await openScratch();
  await send('CreateTable', table);
  await fc.assert(
    fc.asyncProperty(oddItemArbitrary(), async (item) => {
      const Key = { id: item.id };
      await send('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item: item } }] } });
      const got = await send('GetItem', { TableName, Key });
      const names = Object.keys(item).filter((name) => name !== '');
      const listed = await send('GetItem', { TableName, Key, AttributesToGet: names });
      const placeholders = names.map((name, i) => [`#n${i}`, name] as const);
      const projected = await send('BatchGetItem', {
        RequestItems: {
          [TableName]: {
            Keys: [Key],
            ProjectionExpression: placeholders.map(([id]) => id).join(', '),
            ExpressionAttributeNames: Object.fromEntries(placeholders),
          },
        },
      });
      const { Attributes } = await send('DeleteItem', {
        ...{ TableName, Key, ReturnValues: 'ALL_OLD' },
        ConditionExpression: placeholders.map(([id]) => `attribute_exists(${id})`).join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(placeholders),
      });
      for (const back of [got.Item, listed.Item, projected.Responses[TableName][0], Attributes]) {
        expect(namesIn(back)).toEqual(namesIn(item));
        expect(normalise(back)).toEqual(normalise(item));
      }
    }),
    { numRuns: 300 },
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(untouched);
});

test('a key named __proto__ is a key like others', async () => {
  const { send } = await openScratch();
  await send('CreateTable', parseTableSpec('odd:__proto__,constructor'));
  const KeySchema = [
    { AttributeName: '__proto__', KeyType: 'HASH' },
    { AttributeName: 'constructor', KeyType: 'RANGE' },
  ];
  expect((await send('DescribeTable', { TableName: 'odd' })).Table.KeySchema).toEqual(KeySchema);
  const Item = JSON.parse(
    '{"__proto__":{"S":"__proto__"},"constructor":{"S":"\\u0000"},"AttributeName":{"S":"__proto__"}}',
  );
  await send('TransactWriteItems', { TransactItems: [{ Put: { TableName: 'odd', Item } }] });
  const query = {
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: { '#p': '__proto__' },
    ExpressionAttributeValues: { ':p': { S: '__proto__' } },
  };
  const { Items } = await send('Query', { TableName: 'odd', ...query });
  expect(JSON.stringify(Items.map(normalise))).toBe(JSON.stringify([normalise(Item)]));
});

test('a table named __proto__ is refused', async () => {
  const { send } = await openScratch();
  const RequestItems = JSON.parse('{"__proto__":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}');
  await expect(send('CreateTable', parseTableSpec('__proto__:id'))).rejects.toMatchObject({ code: 'ENGINE_LIMIT' });
  await expect(send('BatchWriteItem', { RequestItems })).rejects.toMatchObject({ code: 'ENGINE_LIMIT' });
});

test('a folder keeps it', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'scratch-'));
  const Item = { id: { S: 'a' }, m: { M: { x: { NS: ['1', '2.5'] } } } };
  const first = await openScratch({ dir });
  await first.send('CreateTable', table);
  await first.send('PutItem', { TableName, Item });
  await first.close();
  const second = await openScratch({ dir });
  expect((await second.send('Scan', { TableName })).Items).toEqual([Item]);
  await second.close();
  await rm(dir, { recursive: true });
});
