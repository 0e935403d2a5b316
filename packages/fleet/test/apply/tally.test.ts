import { createTable } from '@dynamodb-migrate/test-tools';
import { useDynalite } from '../../../cli/test/deploy/given';
import { createTally } from '../../src/apply/tally';

const engine = useDynalite();

/** A tally above a table with the items a and b, and what sends through it as the journal does. */
async function given() {
  const TableName = await createTable(engine);
  for (const id of ['a', 'b']) await engine.send('PutItem', { TableName, Item: { id: { S: id }, n: { N: '1' } } });
  const tally = createTally();
  const send = tally.layer(engine.send, engine.target);
  const put = (id: string, n: string) =>
    send('PutItem', { TableName, Item: { id: { S: id }, n: { N: n } }, ReturnValues: 'ALL_OLD' });
  const remove = (id: string) => send('DeleteItem', { TableName, Key: { id: { S: id } }, ReturnValues: 'ALL_OLD' });
  const add = (id: string, n: string) =>
    send('UpdateItem', {
      ...{ TableName, Key: { id: { S: id } }, ReturnValues: 'ALL_OLD' },
      ...{ UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: n } } },
    });
  return { TableName, tally, send, put, remove, add };
}

test('items count once, by what has become of them', async () => {
  const { tally, put, remove, add } = await given();
  await put('a', '1.0');
  expect(tally.counts).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 1, writes: 1 });
  await add('a', '2');
  await add('b', '1');
  await add('new', '3');
  expect(tally.counts).toEqual({ added: 1, changed: 1, removed: 0, unchanged: 1, writes: 4 });
  await remove('a');
  await remove('new');
  await remove('never');
  expect(tally.counts).toEqual({ added: 0, changed: 0, removed: 1, unchanged: 3, writes: 7 });
  expect(tally.unclear).toBe(0);
});

test('a write that was refused does not count, and one whose image before is not told is unclear', async () => {
  const { TableName, tally, send, put } = await given();
  await expect(send('PutItem', { TableName, Item: {} })).rejects.toThrow();
  expect(tally.counts.writes).toBe(0);
  await put('c', '1');
  const requests = ['d', 'e'].map((id) => ({ PutRequest: { Item: { id: { S: id } } } }));
  await send('BatchWriteItem', { RequestItems: { [TableName]: requests } });
  expect(tally).toMatchObject({ counts: { added: 1, writes: 3 }, unclear: 2 });
});
