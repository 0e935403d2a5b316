import {
  createRun,
  type Item,
  inFlight,
  type Layer,
  type Page,
  type Send,
  type Source,
  scan,
  scannedImage,
  skipUnchanged,
  type Wire,
} from '@dynamodb-migrate/core';
import { clear, createTable, describeEngines, dump, normalise, seed } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const itemOf = (id: string, n: string): Item => ({ id: { S: id }, n: { N: n }, tags: { SS: ['x', 'y'] } });

/** What a script does for one record: on its own item or another one. */
type Step = { kind: 'same' | 'put' | 'update' | 'delete' | 'batch' | 'conditional'; on: number; n: string };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('same', 'same', 'put', 'update', 'delete', 'batch', 'conditional'),
  on: fc.oneof(fc.constant(0), fc.nat(ids.length - 1)),
  n: fc.constantFrom('1', '1.0', '2'),
});

describeEngines('leaving out puts that change nothing', (engine) => {
  /** Runs steps record by record, as written, and gives what was answered and what was sent. */
  async function run(table: string, script: Step[][], pageSize: number, skipping: boolean) {
    const { target } = engine;
    const scanned = { ...target, table };
    const skip = skipUnchanged({ scanned, keyNames: ['id'], known: scannedImage(scanned) });
    const sent: string[] = [];
    const watched: Send = (operation, input, options) => {
      if (!/Scan|Get/.test(operation)) sent.push(operation);
      return engine.send(operation, input, options);
    };
    const none: Layer = (next) => next;
    const operations = inFlight();
    const send = (skipping ? skip.layer : none)(operations.layer(watched, target), target);
    const answers: unknown[] = [];
    const migrate = async (record: unknown) => {
      const item = record as Item;
      const own = ids.indexOf((item.id as { S: string }).S);
      for (const { kind, on, n } of script[own] ?? []) {
        const id = ids[(own + on) % ids.length]!;
        const answer = await act(send, table, kind, { item: on === 0 ? item : itemOf(id, n), id, n }).catch(
          ({ name }) => ({ name }),
        );
        answers.push(answer);
      }
    };
    const scanning = scan({ send: engine.send, table, keyNames: ['id'], input: { Limit: pageSize } });
    // All pages are read before the first record is worked on: what they hold is as old as can be.
    const pages: Page[] = [];
    for await (const page of scanning) pages.push(page);
    const source: Source = {
      name: (page, index) => scanning.name(page, index),
      async *[Symbol.asyncIterator]() {
        yield* pages;
      },
    };
    const { state } = await createRun({ source, migrate, operations }).start();
    expect(state).toBe('succeeded');
    return { answers, sent, skipped: skip.count };
  }

  function act(
    send: Send,
    TableName: string,
    kind: Step['kind'],
    { item, id, n }: { item: Item; id: string; n: string },
  ) {
    const Key = { id: { S: id } };
    const respelled: Item = { ...item, tags: { SS: ['y', 'x'] } };
    const changed: Wire = {
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: n } },
    };
    switch (kind) {
      case 'same':
        return send('PutItem', { TableName, Item: respelled });
      case 'put':
        return send('PutItem', { TableName, Item: itemOf(id, n) });
      case 'update':
        return send('UpdateItem', { TableName, Key, ...changed });
      case 'delete':
        return send('DeleteItem', { TableName, Key });
      case 'conditional':
        return send('PutItem', { TableName, Item: respelled, ConditionExpression: 'attribute_not_exists(id)' });
      case 'batch':
        return send('BatchWriteItem', {
          RequestItems: {
            [TableName]: [
              { PutRequest: { Item: respelled } },
              { PutRequest: { Item: itemOf(ids[(ids.indexOf(id) + 1) % ids.length]!, n) } },
            ],
          },
        });
    }
  }

  test('the table ends the same, and the script is answered the same', async () => {
    const table = await createTable(engine);
    let skipped = 0;
    const scripts = fc.array(fc.array(step, { maxLength: 4 }), { minLength: ids.length, maxLength: ids.length });
    await fc.assert(
      fc.asyncProperty(scripts, fc.integer({ min: 1, max: ids.length }), async (script, pageSize) => {
        const outcomes = [];
        for (const skipping of [false, true]) {
          await clear(engine, table);
          await seed(
            engine,
            table,
            ids.map((id) => itemOf(id, '1')),
          );
          const outcome = await run(table, script, pageSize, skipping);
          outcomes.push({ ...outcome, items: (await dump(engine, table)).map(normalise) });
        }
        const [without, skipping] = outcomes as [(typeof outcomes)[0], (typeof outcomes)[0]];
        expect(skipping.items).toEqual(without.items);
        expect(skipping.answers).toEqual(without.answers);
        expect(skipping.sent.length).toBeLessThanOrEqual(without.sent.length);
        skipped += skipping.skipped;
      }),
      { numRuns: 30 },
    );
    expect(skipped).toBeGreaterThan(0);
  }, 120_000);
});
