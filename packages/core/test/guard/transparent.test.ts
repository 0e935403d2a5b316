import { compose, createGuard, createRun, type Item, type Source, type Wire } from '@dynamodb-migrate/core';
import { equalItems } from '@dynamodb-migrate/expressions';
import {
  updates as arbitrary,
  createTable,
  type Engine,
  hasJava,
  sharedDynamoDBLocal,
} from '@dynamodb-migrate/test-tools';
import fc, { type Arbitrary } from 'fast-check';

const { anything, expressions, items, legacy, returns } = arbitrary;

const odd = ['a.b', '#a', ':a', 'a b', 'a[0]', 'constructor', '__proto__', 'ünïcode', 'guard_0'];

const id = { S: 'k' };
const oddAttributes = fc.array(fc.tuple(fc.constantFrom(...odd), anything), { maxLength: 4 });
const withOdd = (item: Item, more: readonly (readonly [string, Item[string]])[]): Item =>
  Object.fromEntries([...Object.entries({ ...item, id }), ...more]);
const records: Arbitrary<Item> = fc.tuple(items, oddAttributes).map(([item, more]) => withOdd(item ?? {}, more));

const puts: Arbitrary<[string, Wire]> = records.map((Item) => ['PutItem', { Item }]);
const updates = fc
  .oneof(expressions, legacy)
  .map((update): [string, Wire] => ['UpdateItem', { Key: { id }, ...update }]);
const deletes: Arbitrary<[string, Wire]> = fc.constant(['DeleteItem', { Key: { id } }]);
const writes = fc.oneof(puts, updates, deletes);

const conditions = fc.constantFrom<Wire>(
  {},
  {},
  { ConditionExpression: 'attribute_exists(id) OR attribute_exists(n)' },
  { ConditionExpression: 'attribute_not_exists(n) AND size(id) > :guard', more: { ':guard': { N: '0' } } },
  { ConditionExpression: 'begins_with(id, :own) or contains(l, :own)', more: { ':own': { S: 'no' } } },
);

const cases = Number(process.env.GUARD_CASES ?? 400);

(hasJava() ? describe : describe.skip)('a guarded write that nobody interferes with', () => {
  let engine: Engine;
  let table: string;
  beforeAll(async () => {
    engine = await sharedDynamoDBLocal();
    table = await createTable(engine);
  });
  afterAll(() => engine.stop());

  async function made(record: Item, [operation, input]: [string, Wire], isGuarded: boolean) {
    await engine.send('PutItem', { TableName: table, Item: record });
    const guard = createGuard({ target: engine.target, table, keyNames: ['id'] });
    const send = isGuarded ? compose(() => engine.send, guard.layer)(engine.target) : engine.send;
    let answer: unknown;
    const migrate = async () => {
      answer = await send(operation, { TableName: table, ...input }).catch(({ name, message, code }) => {
        return { name, message, code };
      });
    };
    const source: Source = {
      name: () => 'k',
      async *[Symbol.asyncIterator]() {
        yield { segment: 0, records: [record], first: 1 };
      },
    };
    await createRun({ source, migrate: isGuarded ? guard.around(migrate) : migrate }).start();
    const { Item: after } = await engine.send('GetItem', { TableName: table, Key: { id }, ConsistentRead: true });
    return { answer: answer as Wire, after: after as Item | undefined, again: guard.again };
  }

  test('does and answers what it does and answers without the guard', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(records, writes, returns, conditions, async (record, [operation, write], ReturnValues, own) => {
        const { more, ...condition } = own as Wire;
        const values = { ...write.ExpressionAttributeValues, ...more };
        const input: Wire = {
          ...write,
          ...(!write.AttributeUpdates && condition),
          ...(!write.AttributeUpdates && Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
          ReturnValues: operation === 'UpdateItem' || ReturnValues === 'ALL_OLD' ? ReturnValues : 'NONE',
        };
        const plain = await made(record, [operation, input], false);
        const guarded = await made(record, [operation, input], true);
        const difference = { record, operation, input, plain, guarded };
        if (guarded.again > 0 || !equalItems(plain.after ?? {}, guarded.after ?? {})) throw new Error(show(difference));
        if (plain.answer.name !== guarded.answer.name) throw new Error(show(difference));
        if (plain.answer.name) return;
        done++;
        if (!equalItems(plain.answer.Attributes ?? {}, guarded.answer.Attributes ?? {})) {
          throw new Error(show(difference));
        }
      }),
      { numRuns: cases },
    );
    expect(done).toBeGreaterThan(cases / 4);
  });
});

function show(difference: object): string {
  return JSON.stringify(difference, null, 1);
}
