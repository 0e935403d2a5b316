import { setTimeout as sleep } from 'node:timers/promises';
import { byRight, coalesce, createDescribe, MigrateError, openJournal, readJournal } from '@dynamodb-migrate/core';
import { type Layers, openDoors, throughLayers } from '@dynamodb-migrate/runner';
import {
  createTable,
  type Engine,
  type EngineProxy,
  internalError,
  onOperations,
  silence,
  startDynalite,
  startProxy,
  tempDir,
  throttle,
} from '@dynamodb-migrate/test-tools';

let engine: Engine;
let proxy: EngineProxy;
let table: string;
let held: boolean;
beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine });
  table = await createTable(engine);
});
beforeEach(() => {
  held = true;
  proxy.reset();
});
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});

const lost = new MigrateError('RUN_TAKEN', 'the run was taken over');
const right = byRight(() => {
  if (!held) throw lost;
});

/** A door through all that a live run has, and what lets the right go as soon as something has happened. */
function open(options: Partial<Parameters<typeof openDoors>[0]> = {}, layers: Layers = {}) {
  const doors = openDoors({ onImpatience: () => {}, ...options });
  const send = throughLayers(doors.connect, { ...layers, right })(proxy.target);
  const put = (id: string) => send('PutItem', { TableName: table, Item: { id: { S: id } } });
  return { doors, send, put };
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(2);
}

const attempts = () => proxy.writes().length;

test('nothing is asked of what only reads', async () => {
  held = false;
  const { send, put } = open();
  await expect(send('GetItem', { TableName: table, Key: { id: { S: 'a' } } })).resolves.toEqual({});
  await expect(put('a')).rejects.toBe(lost);
  expect(attempts()).toBe(0);
});

describe.each(['thin', 'sdk'] as const)('what waits when the right is lost does not go out (%s)', (transport) => {
  test('in the budget', async () => {
    const { put, doors } = open({ transport, maxWcu: 1 });
    const first = Array.from({ length: 3 }, (_, i) => put(`first ${i}`));
    await Promise.race(first);
    const sent = attempts();
    const waiting = put('waiting');
    await sleep(20);
    held = false;
    doors.budgets.writes.rate = Number.POSITIVE_INFINITY;
    await expect(waiting).rejects.toBe(lost);
    await Promise.allSettled(first);
    const late = proxy.writes().filter(({ body }) => body.Item.id.S === 'waiting');
    expect(late).toEqual([]);
    expect(sent).toBeGreaterThan(0);
  });

  test.each([
    ['throttled', throttle],
    ['failing', internalError],
  ])('for another attempt of what is %s', async (_how, fault) => {
    const { put } = open({ transport });
    proxy.reset(onOperations(['PutItem'], fault));
    const waiting = put('again');
    await until(() => attempts() === 1);
    held = false;
    await expect(waiting).rejects.toBe(lost);
    const made = attempts();
    await sleep(150);
    expect(attempts()).toBe(made);
  });

  test('for fewer to be under way, after throttling', async () => {
    const { put } = open({ transport });
    proxy.reset((operation, index) => (operation === 'PutItem' ? (index < 4 ? throttle : silence) : undefined));
    const many = Array.from({ length: 8 }, (_, i) => put(`item ${i}`));
    await until(() => attempts() >= 5);
    await sleep(100);
    held = false;
    const made = attempts();
    proxy.reset();
    await sleep(400);
    expect(attempts()).toBe(0);
    expect(made).toBeGreaterThan(0);
    for (const one of many) one.catch(() => {});
  });
});

test('a write that waits for company, and what is kept back is journalled as not made', async () => {
  const dir = tempDir();
  const journal = await openJournal({ dir });
  const { put, doors } = open({ maxWcu: 1 }, { coalesce: coalesce(createDescribe()), journal: journal.layer });
  await Promise.all([put('a'), put('b')]);
  const waiting = [put('c'), put('d')];
  await sleep(50);
  held = false;
  doors.budgets.writes.rate = Number.POSITIVE_INFINITY;
  for (const one of waiting) await expect(one).rejects.toBe(lost);
  await journal.close();
  const written = proxy.writes().flatMap(({ body }) => body.RequestItems?.[table] ?? [body]);
  expect(JSON.stringify(written)).not.toMatch(/"[cd]"/);
  for await (const { input, outcome } of readJournal(dir)) {
    expect([input, outcome?.result]).toEqual([input, /"[cd]"/.test(JSON.stringify(input)) ? 'refused' : 'done']);
  }
});
