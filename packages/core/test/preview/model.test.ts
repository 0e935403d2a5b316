import { equalItems, type Item, keyId, keyOf, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { clear, createTable, dump, type Engine, seed, startDynalite } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { changesOf, previewed, readAll, summaryOf } from './fixture';

// The same operations, live on table A and previewed over a table B that held the same: nobody can tell which is which.

let engine: Engine;
const tables: { live: string; shown: string }[] = [];
const shapes = [
  { hash: ['id', 'S'] as const, indexes: { byGroup: ['group', 'S'] as const } },
  { hash: ['id', 'S'] as const, range: ['at', 'N'] as const },
  { hash: ['id', 'S'] as const, range: ['at', 'S'] as const },
];

beforeAll(async () => {
  engine = await startDynalite();
  for (const shape of shapes)
    tables.push({ live: await createTable(engine, shape), shown: await createTable(engine, shape) });
});
afterAll(() => engine.stop());

const id = fc.constantFrom('a', 'b', 'c');
const sortKeys = [
  fc.constant(undefined),
  fc.constantFrom('1', '2', '-3', '10', '2.5'),
  fc.constantFrom('1', '2', 'é', 'é1', '😀'),
];
const small = fc.constantFrom('1', '2', '3', '-4.5');
const value = fc.oneof(
  small.map((N) => ({ N })),
  fc.constantFrom('x', 'y', '').map((S) => ({ S })),
  fc.constantFrom<any>(
    { BOOL: true },
    { NULL: true },
    { L: [{ N: '1' }, { S: 'two' }] },
    { M: { in: { N: '7' } } },
    { SS: ['p', 'q'] },
    { B: 'AQI=' },
  ),
);

function keyArbitrary(shape: number) {
  return fc.tuple(id, sortKeys[shape]!).map(([S, at]): Item => {
    if (at === undefined) return { id: { S } };
    return { id: { S }, at: shape === 1 ? { N: at } : { S: at } };
  });
}

function itemArbitrary(shape: number) {
  const rest = fc.record(
    {
      n: small.map((N) => ({ N })),
      v: value,
      group: fc.constantFrom('g', 'h').map((S) => ({ S })),
      m: fc.constant({ M: { deep: { L: [{ N: '1' }] } } }),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(keyArbitrary(shape), rest).map(([key, attributes]) => ({ ...attributes, ...key }) as Item);
}

const filter = fc.constantFrom<Wire>(
  {},
  { FilterExpression: 'n > :one', ExpressionAttributeValues: { ':one': { N: '1' } } },
  {
    FilterExpression: 'attribute_not_exists(#v) OR n = :two',
    ExpressionAttributeNames: { '#v': 'v' },
    ExpressionAttributeValues: { ':two': { N: '2' } },
  },
);
const shown = fc.constantFrom<Wire>({}, { ProjectionExpression: 'n, v' }, { Select: 'COUNT' });

type Call = [operation: string, input: (table: string) => Wire];

function callArbitrary(shape: number): fc.Arbitrary<Call> {
  const key = keyArbitrary(shape);
  const condition = fc.constantFrom<Wire>(
    {},
    {},
    { ConditionExpression: 'attribute_exists(id)' },
    { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } },
    { Expected: { n: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '1' }] } } },
    { Expected: { id: { Exists: false } } },
  );
  const returned = fc.constantFrom('NONE', 'ALL_OLD');
  const update = fc.constantFrom<Wire>(
    {
      UpdateExpression: 'SET n = if_not_exists(n, :z) + :one',
      ExpressionAttributeValues: { ':z': { N: '0' }, ':one': { N: '1' } },
    },
    { UpdateExpression: 'SET n = n + :one', ExpressionAttributeValues: { ':one': { N: '1' } } },
    { UpdateExpression: 'SET m.deep[0] = :s', ExpressionAttributeValues: { ':s': { S: 'new' } } },
    { UpdateExpression: 'REMOVE v, #g', ExpressionAttributeNames: { '#g': 'group' } },
    {
      UpdateExpression: 'ADD n :one',
      ConditionExpression: 'attribute_exists(n)',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
    { AttributeUpdates: { v: { Action: 'PUT', Value: { S: 'legacy' } }, n: { Action: 'ADD', Value: { N: '2' } } } },
    { UpdateExpression: 'SET id = :x', ExpressionAttributeValues: { ':x': { S: 'x' } } },
    { UpdateExpression: 'SET' },
  );
  const updated = fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW');
  const requests = fc
    .uniqueArray(itemArbitrary(shape), {
      selector: (item) => JSON.stringify(keyOf(item, ['id', 'at']) ?? item.id),
      minLength: 1,
      maxLength: 5,
    })
    .chain((items) =>
      fc.tuple(fc.constant(items), fc.array(fc.boolean(), { minLength: items.length, maxLength: items.length })),
    )
    .map(([items, puts]) =>
      items.map((Item, i) =>
        puts[i] ? { PutRequest: { Item } } : { DeleteRequest: { Key: keyOf(Item, ['id', 'at']) ?? { id: Item.id } } },
      ),
    );
  const call = <T>(
    operation: string,
    inputs: fc.Arbitrary<T>,
    toInput: (table: string, input: T) => Wire,
  ): fc.Arbitrary<Call> => inputs.map((input) => [operation, (table) => toInput(table, input)]);
  const query = fc.tuple(id, filter, shown, fc.boolean(), fc.constantFrom(undefined, undefined, 1, 2, 3));
  return fc.oneof(
    call('PutItem', fc.tuple(itemArbitrary(shape), condition, returned), (TableName, [Item, c, ReturnValues]) => ({
      TableName,
      Item,
      ...c,
      ReturnValues,
    })),
    call('UpdateItem', fc.tuple(key, update, updated), (TableName, [Key, u, ReturnValues]) => ({
      TableName,
      Key,
      ...u,
      ReturnValues,
    })),
    call('DeleteItem', fc.tuple(key, condition, returned), (TableName, [Key, c, ReturnValues]) => ({
      TableName,
      Key,
      ...c,
      ReturnValues,
    })),
    call('BatchWriteItem', requests, (table, list) => ({ RequestItems: { [table]: list } })),
    call(
      'PutItem',
      fc.constantFrom<Wire>({ n: { N: '1' } }, { id: { N: '1' } }, { id: { S: '' } }),
      (TableName, Item) => ({ TableName, Item }),
    ),
    call(
      'GetItem',
      fc.tuple(key, fc.constantFrom({}, { ProjectionExpression: 'n, m.deep' })),
      (TableName, [Key, p]) => ({ TableName, Key, ...p }),
    ),
    call('BatchGetItem', fc.uniqueArray(key, { selector: keyId, minLength: 1, maxLength: 4 }), (table, Keys) => ({
      RequestItems: { [table]: { Keys } },
    })),
    call('Query', query, (TableName, [S, f, s, ScanIndexForward, Limit]) => ({
      TableName,
      KeyConditionExpression: 'id = :id',
      ...f,
      ...s,
      ExpressionAttributeValues: { ...f.ExpressionAttributeValues, ':id': { S } },
      ScanIndexForward,
      ...(Limit && { Limit }),
    })),
    ...(shape === 0
      ? [
          call('Query', fc.tuple(filter, shown), (TableName, [f, s]) => ({
            TableName,
            IndexName: 'byGroup',
            KeyConditionExpression: '#g = :g',
            ...f,
            ...s,
            ExpressionAttributeNames: { ...f.ExpressionAttributeNames, '#g': 'group' },
            ExpressionAttributeValues: { ...f.ExpressionAttributeValues, ':g': { S: 'g' } },
          })),
        ]
      : []),
    call(
      'Scan',
      fc.tuple(filter, shown, fc.constantFrom(undefined, 1, 2), fc.constantFrom({}, { IndexName: 'byGroup' })),
      (TableName, [f, s, Limit, i]) => ({
        TableName,
        ...f,
        ...s,
        ...(Limit && { Limit }),
        ...(shape === 0 && i),
      }),
    ),
  );
}

/** What a script sees of a call: reads of many items to their end, in order where there is one. */
async function seen(
  send: (operation: string, input: Wire) => Promise<Wire>,
  [operation, input]: Call,
  table: string,
): Promise<unknown> {
  const wire = input(table);
  try {
    if (operation === 'Query' || operation === 'Scan') {
      const pages = await readAll(send, operation, wire);
      const items = pages.flatMap(({ Items }) => Items ?? []).map(sorted);
      const count = pages.reduce((sum, { Count }) => sum + Count, 0);
      const unordered = operation === 'Scan' || wire.IndexName;
      const first = wire.Limit && !wire.FilterExpression && operation === 'Query' ? pages[0]!.Count : undefined;
      return { items: unordered ? items.sort() : items, count, first };
    }
    const output = await send(operation, wire);
    const { Responses, ...rest } = output;
    // Nothing that was updated is told by dynalite as an empty list of attributes.
    if (rest.Attributes && Object.keys(rest.Attributes).length === 0) delete rest.Attributes;
    if (!Responses) return sorted(rest);
    return { ...rest, Responses: Responses[table].map(sorted).sort() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.name;
  }
}

/** A text in which the order of attributes and of set elements makes no difference. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (key, inner) => {
    if (Array.isArray(inner)) return /^.S$/.test(key) ? inner.toSorted() : inner;
    return inner && typeof inner === 'object' ? Object.fromEntries(Object.entries(inner).sort()) : inner;
  });
}

test.each([0, 1, 2])(
  'a preview cannot be told from a live run (shape %i)',
  async (shape) => {
    const { live, shown } = tables[shape]!;
    const items = fc.uniqueArray(itemArbitrary(shape), {
      selector: (item) => JSON.stringify([item.id, item.at]),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(items, fc.array(callArbitrary(shape), { minLength: 1, maxLength: 14 }), async (start, calls) => {
        for (const table of [live, shown]) {
          await clear(engine, table);
          await seed(engine, table, start);
        }
        const untouched = await dump(engine, shown);
        const { send, overlay, sent } = await previewed(engine);
        for (const call of calls) {
          expect([call[0], await seen(send, call, shown)]).toEqual([call[0], await seen(engine.send, call, live)]);
        }
        expect(await dump(engine, shown)).toEqual(untouched);
        expect(
          sent.map(({ operation }) => operation).filter((name) => !/^(Get|BatchGet|Query|Scan|Describe)/.test(name)),
        ).toEqual([]);

        const names = shape === 0 ? ['id'] : ['id', 'at'];
        const images = new Map(untouched.map((item) => [keyId(keyOf(item, names)!), item]));
        const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
        for (const { key, before, after, kind } of await changesOf(overlay)) {
          expect(equalItems(before, images.get(keyId(key)))).toBe(true);
          counts[kind]++;
          if (after) images.set(keyId(key), after);
          else images.delete(keyId(key));
        }
        const final = (await dump(engine, live)).map(sorted).sort();
        expect([...images.values()].map(sorted).sort()).toEqual(final);
        const summary = (await summaryOf(overlay)).find(({ table }) => table === shown);
        expect(summary ?? counts).toMatchObject(counts);
      }),
      { numRuns: 60 },
    );
  },
  120_000,
);
