import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@dynamodb-migrate/core';
import { itemArbitrary, normalise } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { openScratch, parseTableSpec } from '../src';

const TableName = 'round-trip';
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

test('an attribute named __proto__ is refused instead of lost', async () => {
  const { send } = await openScratch();
  await send('CreateTable', table);
  const Item = JSON.parse('{"id":{"S":"a"},"__proto__":{"S":"x"}}');
  await expect(send('PutItem', { TableName, Item })).rejects.toMatchObject({ code: 'ENGINE_LIMIT' });
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
