import { openScratch } from '@dynamodb-migrate/local';
import {
  clear,
  createTable,
  describeEngines,
  dump,
  type Engine,
  namesIn,
  normalise,
  oddItemArbitrary,
  oddNames,
  seed,
  tempDir,
} from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import {
  diffItems,
  equalItems,
  equalValues,
  formatPath,
  type Item,
  itemSize,
  parsePath,
  redact,
  type Send,
  type Wire,
} from '../../src';
import { guardedWrite } from '../../src/guard/guarded-write';
import { hideValues } from '../../src/items/redact';
import { parseRecord } from '../../src/source/parse-record';
import { changesOf, previewed } from '../preview/fixture';
import { rollBackRun, runWithJournal } from '../rollback/run-with-journal';

const untouched = Object.getOwnPropertyNames(Object.prototype);
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(untouched));

/** With names told apart that a comparison of plain objects takes for one. */
const image = (items: Item[]) => items.map((item) => [namesIn(item), normalise(item)]);

type Write = (table: string) => [operation: string, input: Wire];

function writes(engine: Engine): fc.Arbitrary<Write[]> {
  const item = oddItemArbitrary(holds(engine));
  const name = fc.constantFrom(...oddNames.filter((one) => !holds(engine).without.includes(one)));
  const change = fc.tuple(item, name, name).map(([{ id }, outer, inner]): Write => {
    const value = { M: Object.fromEntries([[inner, { S: outer }]]) };
    return (TableName) => [
      'UpdateItem',
      {
        ...{ TableName, Key: { id }, ReturnValues: 'ALL_NEW', UpdateExpression: 'SET #o = :v REMOVE #p' },
        ExpressionAttributeNames: { '#o': outer, '#p': outer === inner ? 'another' : inner },
        ExpressionAttributeValues: { ':v': value },
      },
    ];
  });
  const nested = fc.tuple(item, name, name).map(([{ id }, outer, inner]): Write => {
    return (TableName) => [
      'UpdateItem',
      {
        ...{ TableName, Key: { id }, ReturnValues: 'UPDATED_NEW', UpdateExpression: 'SET #o.#i = :v' },
        ExpressionAttributeNames: { '#o': outer, '#i': inner },
        ExpressionAttributeValues: { ':v': { S: '__proto__' } },
      },
    ];
  });
  return fc.array(
    fc.oneof(
      item.map(
        (Item): Write =>
          (TableName) => ['PutItem', { TableName, Item, ReturnValues: 'ALL_OLD' }],
      ),
      item.map(
        ({ id }): Write =>
          (TableName) => ['DeleteItem', { TableName, Key: { id }, ReturnValues: 'ALL_OLD' }],
      ),
      item.map(
        (Item): Write =>
          (table) => ['BatchWriteItem', { RequestItems: { [table]: [{ PutRequest: { Item } }] } }],
      ),
      change,
      nested,
    ),
    { maxLength: 6 },
  );
}

/** What an engine loses or refuses, which DynamoDB does not. */
function holds({ name }: Engine) {
  return { without: name === 'dynalite' ? ['__proto__'] : [], emptyNames: name !== 'DynamoDB Local' };
}

const attempt = (send: Send, [operation, input]: ReturnType<Write>) =>
  send(operation, input).catch((error) => error.name as string);

function suite(engine: Engine) {
  test('a script reads in a preview what it would read live, and all that changed is told', async () => {
    const [live, shown] = [await createTable(engine), await createTable(engine)];
    await fc.assert(
      fc.asyncProperty(
        fc.array(oddItemArbitrary(holds(engine)), { maxLength: 3 }),
        writes(engine),
        async (some, all) => {
          const contents = some.filter(({ id }, i) => some.findIndex((one) => equalValues(one.id, id)) === i);
          for (const table of [live, shown]) {
            await clear(engine, table);
            await seed(engine, table, contents);
          }
          const { send, overlay } = await previewed(engine);
          for (const write of all) {
            const [real, seen] = [await attempt(engine.send, write(live)), await attempt(send, write(shown))];
            const told = ({ Attributes }: any) => Attributes && image([Attributes]);
            expect([typeof seen === 'string' ? seen : 'done', told(seen)]).toEqual([
              typeof real === 'string' ? real : 'done',
              told(real),
            ]);
          }
          const there = image(await dump(engine, live));
          expect(image(await dump({ ...engine, send }, shown))).toEqual(there);
          const before = await dump(engine, shown);
          for (const change of await changesOf(overlay)) {
            const line = JSON.parse(JSON.stringify(change));
            const id = JSON.stringify(change.key);
            const find = (found: Item[]) => found.find((one) => JSON.stringify({ id: one.id }) === id);
            for (const [name, was] of [
              ['before', find(before)],
              ['after', find(await dump(engine, live))],
            ] as const) {
              expect(line[name] && image([line[name]])).toEqual(was && image([was]));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  test('a rollback brings back what the journal holds', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    await fc.assert(
      fc.asyncProperty(oddItemArbitrary(holds(engine)), writes(engine), async (first, all) => {
        await clear(engine, table);
        await seed(engine, table, [first]);
        const before = image(await dump(engine, table));
        const run = await runWithJournal(base, engine, table, async (send) => {
          for (const write of all) await attempt(send, write(table));
        });
        const after = image(await dump(engine, table));
        const taken = await rollBackRun(base, engine, run);
        expect(taken.counts).toMatchObject({ conflict: 0, failed: 0 });
        expect(image(await dump(engine, table))).toEqual(before);
        if (taken.run) await rollBackRun(base, engine, taken.run.id);
        expect(image(await dump(engine, table))).toEqual(after);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a guarded put leaves what an unguarded one does', async () => {
    const table = await createTable(engine);
    const item = oddItemArbitrary(holds(engine));
    await fc.assert(
      fc.asyncProperty(item, item, async (shown, { id: _, ...rest }) => {
        await clear(engine, table);
        await seed(engine, table, [shown]);
        const key = { id: shown.id! };
        const to: Item = { ...rest, ...key };
        const input = { TableName: table, Item: to };
        const guard = (leaves: boolean) => guardedWrite({ kind: 'put', table, item: to }, input, shown, key, leaves);
        const send = (leaves: boolean) => engine.send(guard(leaves).operation, guard(leaves).input);
        await send(false).catch(() => send(true));
        expect(image(await dump(engine, table))).toEqual(image([to]));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
}

describeEngines('odd names', suite);

describe('odd names (embedded)', () => {
  const engine = {
    name: 'embedded',
    target: { region: 'local', endpoint: 'http://embedded' },
    emptyStrings: true,
  } as any;
  beforeAll(async () => Object.assign(engine, await openScratch()));
  suite(engine);
});

describeEngines('tables with odd names', (engine) => {
  test('are read, written, previewed and rolled back', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', ...(engine.name === 'dynalite' ? [] : ['__proto__'])];
    const TableNames = [];
    for (const name of names) TableNames.push(await createTable(engine, { name }));
    const base = tempDir();
    const items = ['a', 'b', 'c'].map((S) => ({ id: { S } }));
    const puts = items.map((Item) => ({ PutRequest: { Item } }));
    const RequestItems = Object.fromEntries(TableNames.map((name) => [name, puts]));
    const Keys = Object.fromEntries(TableNames.map((name) => [name, { Keys: items }]));
    const { send } = await previewed(engine);
    await send('BatchWriteItem', { RequestItems: Object.fromEntries(Object.entries(RequestItems).slice(1)) });
    const { Responses } = await send('BatchGetItem', { RequestItems: Keys });
    const found = Object.entries<Item[]>(Responses).map(([name, all]) => [name, all.length]);
    expect(
      found
        .filter(([, count]) => count === 3)
        .map(([name]) => name)
        .sort(),
    ).toEqual(names.slice(1).sort());
    const run = await runWithJournal(base, engine, names[0]!, (door) => door('BatchWriteItem', { RequestItems }));
    for (const name of names) expect(await dump(engine, name)).toHaveLength(3);
    expect((await rollBackRun(base, engine, run)).counts).toMatchObject({ deleted: 3 * names.length, failed: 0 });
    for (const TableName of names) {
      expect(await dump(engine, TableName)).toEqual([]);
      await engine.send('DeleteTable', { TableName });
    }
  }, 30_000);
});

test('differences, masks, sizes, paths and lines know every name', () => {
  fc.assert(
    fc.property(oddItemArbitrary(), oddItemArbitrary(), (before, after) => {
      const changes = diffItems(before, after);
      expect(changes.length === 0).toBe(equalItems(before, after));
      for (const { path: text } of changes) expect(formatPath(parsePath(text))).toBe(text);
      expect(namesIn(hideValues().item(before))).toEqual(namesIn(before));
      const paths = Object.keys(before).map((name) => formatPath([name]));
      expect(Object.values(redact(paths).item(before))).toEqual(Object.keys(before).map(() => ({ S: '(redacted)' })));
      expect(itemSize(before)).toBeGreaterThan(0);
      const text = JSON.stringify(before);
      expect(parseRecord(text, 'wire', 'line 1').records.map((record) => JSON.stringify(record))).toEqual([text]);
      expect(parseRecord(text, 'plain', 'line 1').records.map((record) => JSON.stringify(record))).toEqual([text]);
    }),
    { numRuns: 500 },
  );
});
