import type { Item } from '@dynamodb-migrate/core';
import {
  clear,
  createTable,
  describeEngines,
  dump,
  itemArbitrary,
  normalise,
  seed,
  uniqueName,
} from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

describeEngines('an engine', (engine) => {
  test('keeps generated items as they are', async () => {
    const table = await createTable(engine);
    const items = fc.sample(itemArbitrary({ emptyStrings: engine.emptyStrings }), { numRuns: 100, seed: 1 });
    const byId = new Map(items.map((item) => [JSON.stringify(item.id), item]));
    await seed(engine, table, [...byId.values()]);
    const stored = new Map((await dump(engine, table)).map((item) => [JSON.stringify(item.id), normalise(item)]));
    expect(stored.size).toBe(byId.size);
    for (const [id, item] of byId) expect(stored.get(id)).toEqual(normalise(item));
  });

  test('gives the contents of a table of more than a page sorted by key, and empties it', async () => {
    const table = await createTable(engine, { hash: ['h', 'S'], range: ['r', 'N'] });
    const items: Item[] = Array.from({ length: 30 }, (_, i) => ({
      h: { S: `h${i % 3}` },
      r: { N: String(i) },
      text: { S: 'x'.repeat(50_000) },
    }));
    await seed(engine, table, items);
    const keys = (await dump(engine, table)).map(({ h, r }) => JSON.stringify([h, r]));
    expect(keys).toEqual(items.map(({ h, r }) => JSON.stringify([h, r])).sort());
    await clear(engine, table);
    expect(await dump(engine, table)).toEqual([]);
  });

  test('has indexes', async () => {
    const table = await createTable(engine, { name: uniqueName('indexed'), indexes: { byColour: ['colour', 'S'] } });
    await seed(engine, table, [{ id: { S: 'a' }, colour: { S: 'red' } }, { id: { S: 'b' } }]);
    const { Items } = await engine.send('Scan', { TableName: table, IndexName: 'byColour' });
    expect(Items).toEqual([{ id: { S: 'a' }, colour: { S: 'red' } }]);
  });

  test('refuses with the name, status and body of the service', async () => {
    const error = await engine.send('GetItem', { TableName: uniqueName(), Key: { id: { S: 'a' } } }).catch((e) => e);
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', statusCode: 400 });
    expect(error.requestId).toEqual(expect.any(String));
    expect(error.body.__type).toMatch(/#ResourceNotFoundException$/);
  });

  test('says of each response what it was', async () => {
    const onResponse = jest.fn();
    await engine.send('ListTables', {}, { onResponse });
    expect(onResponse).toHaveBeenCalledWith(expect.objectContaining({ statusCode: 200, attempts: 1 }));
  });

  test('lets go of a request when told to', async () => {
    await expect(engine.send('ListTables', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
