import type { Item, Wire } from '@dynamodb-migrate/core';
import { openScratch, type Scratch } from '../../src';
import { definition, item } from './semantics';

const TableName = definition.TableName;
const Key = { id: item.id! };
let scratch: Scratch;

beforeEach(async () => {
  scratch = await openScratch();
  await scratch.send('CreateTable', definition);
  await scratch.send('PutItem', { TableName, Item: item });
});

async function update(input: Wire): Promise<Wire> {
  return scratch.send('UpdateItem', { TableName, Key, ReturnValues: 'ALL_NEW', ...input });
}

async function get(id = 'a'): Promise<Item | undefined> {
  return (await scratch.send('GetItem', { TableName, Key: { id: { S: id } } })).Item;
}

describe('updates', () => {
  test('take list positions and values from the item as it was', async () => {
    const { Attributes } = await update({
      UpdateExpression: 'REMOVE l[0], l[1], #same[0] SET saved = m, m.x = :v',
      ExpressionAttributeNames: { '#same': 'same' },
      ExpressionAttributeValues: { ':v': { N: '9' } },
    });
    expect(Attributes).toMatchObject({
      l: { L: [{ S: '2' }, { M: { a: { N: '1' } } }] },
      same: { L: [{ N: '1' }, { N: '2' }] },
      saved: item.m,
      m: { M: { x: { N: '9' } } },
    });
  });

  test.each([
    ['38 digits', 'ADD huge :v', { N: '0.1' }, /38 significant digits/],
    ['400 KB of UTF-8', 'SET x = :v', { S: 'é'.repeat(205_000) }, /maximum allowed size/],
  ])('are refused beyond %s, with nothing changed', async (_limit, UpdateExpression, value, message) => {
    const refused = update({ UpdateExpression, ExpressionAttributeValues: { ':v': value } });
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException', statusCode: 400 });
    await expect(refused).rejects.toThrow(message);
    expect(await get()).toEqual(item);
  });
});

describe('conditions', () => {
  const holds = (ConditionExpression: string, value: Wire) =>
    update({
      UpdateExpression: 'SET done = :v',
      ConditionExpression,
      ExpressionAttributeValues: { ':v': value },
    }).then(
      () => true,
      (error) => error.name !== 'ConditionalCheckFailedException' && Promise.reject(error),
    );

  test('compare maps and lists by what is in them', async () => {
    expect(await holds('m = :v', item.m!)).toBe(true);
    expect(await holds('l = :v', item.l!)).toBe(true);
    expect(await holds('l = :v', { L: (item.l as { L: [] }).L.toReversed() })).toBe(false);
    expect(await holds('m <> :v', { M: { x: { N: '1' } } })).toBe(true);
  });

  test('tell the item on failure when asked', async () => {
    const failing = scratch.send('PutItem', {
      TableName,
      Item: { id: item.id },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(failing).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', body: { Item: item } });
  });

  test('that dynalite would get wrong are refused', async () => {
    await expect(holds('contains(l, :v)', { M: {} })).rejects.toMatchObject({ code: 'ENGINE_LIMIT' });
    await expect(holds('begins_with(b, :v)', { B: '/g==' })).rejects.toMatchObject({ code: 'ENGINE_LIMIT' });
  });

  test('also mend filters, with expressions and without', async () => {
    const { Count } = await scratch.send('Scan', {
      TableName,
      FilterExpression: 'm = :v',
      ExpressionAttributeValues: { ':v': item.m },
    });
    const legacy = await scratch.send('Query', {
      TableName,
      KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [item.id] } },
      QueryFilter: {
        n: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '6' }] },
        s: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'hi' }] },
      },
      ConditionalOperator: 'OR',
    });
    expect([Count, legacy.Count]).toEqual([1, 1]);
  });
});

describe('transactions', () => {
  const condition = (ConditionExpression: string) => ({ TableName, Key, ConditionExpression });

  test('write all', async () => {
    await scratch.send('TransactWriteItems', {
      TransactItems: [
        { ConditionCheck: condition('attribute_exists(id)') },
        { Put: { TableName, Item: { id: { S: 'b' }, x: { N: '1' } } } },
      ],
    });
    expect(await get('b')).toEqual({ id: { S: 'b' }, x: { N: '1' } });
    expect(await get()).toEqual(item);
    const { Responses } = await scratch.send('TransactGetItems', { TransactItems: [{ Get: { TableName, Key } }] });
    expect(Responses).toEqual([{ Item: item }]);
  });

  test('or nothing, with a reason for each item', async () => {
    const cancelled = scratch.send('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: { id: { S: 'b' } } } },
        { Delete: condition('attribute_not_exists(id)') },
      ],
    });
    await expect(cancelled).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      body: { CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }] },
    });
    expect(await get('b')).toBeUndefined();
    expect(await get()).toEqual(item);
  });

  test('take an item once', async () => {
    const twice = [{ Put: { TableName, Item: { id: Key.id } } }, { Delete: { TableName, Key } }];
    await expect(scratch.send('TransactWriteItems', { TransactItems: twice })).rejects.toThrow(/multiple operations/);
  });
});

describe('the door', () => {
  test('leaves the input alone and gives back nothing of it', async () => {
    const input = { TableName, Item: { id: { S: 'c' }, n: { N: '1.0' }, m: { M: { x: { N: '2' } } } }, Unknown: null };
    const before = structuredClone(input);
    await scratch.send('PutItem', input);
    expect(input).toEqual(before);
    input.Item.m.M.x.N = '3';
    const found = (await get('c')) as typeof input.Item;
    expect(found.m.M.x.N).toBe('2');
    found.m.M.x.N = '4';
    expect(await get('c')).toMatchObject({ m: { M: { x: { N: '2' } } } });
  });

  test('takes a table by its ARN', async () => {
    const arn = `arn:aws:dynamodb:eu-west-1:123456789012:table/${TableName}`;
    expect(await scratch.send('GetItem', { TableName: arn, Key })).toEqual({ Item: item });
  });

  test('reports responses and refuses unknown operations and aborted ones', async () => {
    const onResponse = jest.fn();
    await scratch.send('GetItem', { TableName, Key }, { onResponse });
    expect(onResponse).toHaveBeenCalledWith({ statusCode: 200, headers: {}, attempts: 1 });
    await expect(scratch.send('ExecuteStatement', {})).rejects.toMatchObject({ name: 'UnknownOperationException' });
    const signal = AbortSignal.abort();
    await expect(scratch.send('GetItem', { TableName, Key }, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('pages through a scan and its segments', async () => {
    for (let n = 0; n < 30; n++) await scratch.send('PutItem', { TableName, Item: { id: { S: `p${n}` } } });
    const seen: string[] = [];
    for (const Segment of [0, 1, 2]) {
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await scratch.send('Scan', { TableName, Limit: 4, TotalSegments: 3, Segment, ExclusiveStartKey });
        expect(page.Items.length).toBeLessThanOrEqual(4);
        seen.push(...page.Items.map((found: Item) => (found.id as { S: string }).S));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }
    expect(seen).toHaveLength(31);
    expect(new Set(seen).size).toBe(31);
  });

  test('drops a table with all that is in it', async () => {
    await scratch.send('DeleteTable', { TableName });
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException', statusCode: 400 });
    await scratch.send('CreateTable', definition);
    expect(await get()).toBeUndefined();
    expect(await scratch.send('ListTables', {})).toEqual({ TableNames: [TableName] });
  });
});
