import path from 'node:path';
import {
  compose,
  createGuard,
  createRun,
  describeKey,
  equalItems,
  equalValues,
  type Image,
  type Item,
  inFlight,
  type Layer,
  openJournal,
  type RunOptions,
  type Send,
  scan,
  scannedImage,
  type Wire,
} from '@dynamodb-migrate/core';
import { createTable, describeEngines, dump, type Engine, seed, tempDir } from '@dynamodb-migrate/test-tools';

/** One change of an item, in the order in which the engine made them. */
interface Change {
  by: 'application' | 'run';
  before: Image;
  after: Image;
  /** Attributes that the change adds to, so that nothing is lost by it. */
  adds: readonly string[];
}

type Random = (below: number) => number;

const attributes = ['a', 'b', 'c', 'n', 'tags'] as const;

/** Writes and reads of one table, one after the other, of which it is known what each found and left. */
function recorder(engine: Engine, table: string) {
  const histories = new Map<string, Change[]>();
  let turn: Promise<unknown> = Promise.resolve();
  const imageOf = async (key: Item): Promise<Image> =>
    (await engine.send('GetItem', { TableName: table, Key: key, ConsistentRead: true })).Item ?? null;
  const as =
    (by: Change['by']): Send =>
    (operation, input) => {
      const work = async () => {
        const key: Item | undefined = input.Key ?? (input.Item && { id: input.Item.id });
        if (!key || operation === 'GetItem') return engine.send(operation, input);
        const before = await imageOf(key);
        const output = await engine.send(operation, input);
        const added = /ADD (\w+)/.exec(input.UpdateExpression ?? '')?.[1];
        const change = { by, before, after: await imageOf(key), adds: added ? [added] : [] };
        histories.set(nameOf(key), [...(histories.get(nameOf(key)) ?? []), change]);
        return output;
      };
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    };
  return { as, histories };
}

function nameOf(key: Item): string {
  return describeKey(key, ['id']);
}

let tokens = 0;
const token = () => ({ S: `token ${tokens++}` });

/** What an application does to an item. */
function applicationWrite(Key: Item, random: Random): [string, Wire] {
  const name = attributes[random(3)]!;
  const update = (UpdateExpression: string, value?: Wire): [string, Wire] => [
    'UpdateItem',
    { Key, UpdateExpression, ...(value && { ExpressionAttributeValues: { ':v': value } }) },
  ];
  switch (random(8)) {
    case 0:
      return update(`REMOVE ${name}`);
    case 1:
      return update('ADD n :v', { N: '1' });
    case 2:
    case 5:
      return update('ADD tags :v', { SS: [token().S] });
    case 3:
      return update(`SET extra_${random(1000)} = :v`, token());
    case 4:
      return ['DeleteItem', { Key }];
    default:
      return update(`SET ${name} = :v`, token());
  }
}

/** What the script does to a record: one or two writes. */
function scriptWrites(record: Item, random: Random): [string, Wire][] {
  const Key = { id: record.id! };
  const update = (UpdateExpression: string, value: Wire): [string, Wire] => [
    'UpdateItem',
    { Key, UpdateExpression, ExpressionAttributeValues: { ':v': value } },
  ];
  const one = (): [string, Wire] => {
    switch (random(8)) {
      case 0:
        return ['DeleteItem', { Key }];
      case 1:
        return update('ADD n :v', { N: '10' });
      case 2:
        return update('SET a = :v, b = :v', { S: 'migrated' });
      case 3:
        return update('SET migrated = :v', { S: 'new' });
      case 4:
        return update('SET n = :v REMOVE c', {
          N: String(Number((record.n as { N: string } | undefined)?.N ?? 0) + 1),
        });
      case 5: {
        const { c: _, ...rest } = record;
        return ['PutItem', { Item: rest }];
      }
      default:
        return ['PutItem', { Item: { ...record, migrated: { S: 'new' } } }];
    }
  };
  return random(4) === 0 ? [one(), one()] : [one()];
}

/** What the run undid, item by item: of each its attributes; the item itself where others had deleted it. */
function lostIn(histories: ReadonlyMap<string, Change[]>, shown: ReadonlyMap<string, Image>): string[] {
  const lost: string[] = [];
  for (const [id, changes] of histories) {
    let known: Image = shown.get(id)!;
    for (const [at, { by, before, after, adds }] of changes.entries()) {
      if (by === 'application') continue;
      // What others had changed by then, and how much of that has gone.
      if (known && !before && after) lost.push(`${id} at ${at}: the item`);
      else if (before) {
        const names = new Set([...Object.keys(known ?? {}), ...Object.keys(before)]);
        const gone = [...names].filter((name) => {
          const [was, found, left] = [known?.[name], before[name], after?.[name]];
          if (equalValues(was, found) || equalValues(found, left) || adds.includes(name)) return false;
          if (name !== 'tags') return true;
          const elements = (value: any) => new Set<string>(value?.SS ?? []);
          return (
            [...elements(found)].some((one) => !elements(was).has(one) && !elements(left).has(one)) ||
            [...elements(was)].some((one) => !elements(found).has(one) && elements(left).has(one))
          );
        });
        if (gone.length > 0) lost.push(`${id} at ${at}: ${gone.sort().join(', ')}`);
      }
      known = after;
    }
  }
  return lost.sort();
}

async function history(engine: Engine, random: Random, guarded: boolean) {
  const table = await createTable(engine);
  const items = Array.from(
    { length: 12 },
    (_, i): Item => ({
      id: { S: `record ${i}` },
      ...Object.fromEntries(
        attributes
          .slice(0, 3)
          .filter(() => random(4) > 0)
          .map((name) => [name, token()]),
      ),
      n: { N: String(random(10)) },
      tags: { SS: ['one', 'two'] },
    }),
  );
  await seed(engine, table, items);
  const { as, histories } = recorder(engine, table);
  const { target } = engine;

  const told: { id: string; attributes: string[] }[] = [];
  const journal = await openJournal({
    dir: path.join(tempDir(), 'journal'),
    known: scannedImage({ ...target, table }),
    onOverwrote: ({ key }, paths) => told.push({ id: nameOf(key), attributes: paths }),
  });
  const guard = guarded ? createGuard({ target, table, keyNames: ['id'] }) : undefined;
  const operations = inFlight();
  const layers = [operations.layer, guard?.layer, journal.layer].filter((layer): layer is Layer => layer !== undefined);
  const send = compose(() => as('run'), ...layers)(target);
  const application = as('application');

  const shown = new Map<string, Image>();
  const asTheyAre = new Map<string, Image>(items.map((item) => [nameOf({ id: item.id! }), item]));
  const migrate: RunOptions['migrate'] = async (given) => {
    const record = given as Item;
    const Key: Item = { id: record.id! };
    shown.set(nameOf(Key), record);
    for (const [operation, input] of scriptWrites(record, random)) {
      for (let i = random(3); i > 0; i--) {
        const of = random(2) === 0 ? Key : { id: items[random(items.length)]!.id! };
        const [name, change] = applicationWrite(of, random);
        await application(name, { TableName: table, ...change });
      }
      await send(operation, { TableName: table, ...input });
    }
  };
  const run = createRun({
    source: scan({ send: as('run'), table, keyNames: ['id'] }),
    migrate: guard?.around(migrate) ?? migrate,
    operations,
    concurrency: 4,
    maxErrors: 100,
  });
  const result = await run.start();
  await journal.close();
  return { table, told, histories, shown, result, guard, asTheyAre };
}

describeEngines('applications and a run that write to the same items', (engine) => {
  test.each(Array.from({ length: 6 }, (_, i) => [i]))(
    'every write that undid what others wrote is told, and no other (%i)',
    async (number) => {
      const { told, histories, shown, result } = await history(engine, randomOf(number), false);
      expect(result.failures).toEqual([]);
      const expected = lostIn(histories, shown)
        .map((line) => line.replace(/ at \d+:/, ':'))
        .sort();
      const said = told.map(
        ({ id, attributes: paths }) => `${id}: ${[...new Set(paths)].sort().join(', ') || 'the item'}`,
      );
      expect(said.sort()).toEqual(expected);
    },
  );

  test.each(Array.from({ length: 6 }, (_, i) => [i]))(
    'with the guard no first write undoes anything, or its record fails (%i)',
    async (number) => {
      const { histories, shown, result } = await history(engine, randomOf(100 + number), true);
      for (const { message } of result.failures) expect(message).toMatch(/others (changed it|had just added)/);
      const firsts = new Map([...histories].map(([id, changes]) => [id, upToFirst(changes)]));
      // A delete cannot be made to depend on what is not there yet, and is put back; but for what is written in between.
      const failed = result.failures
        .filter(({ message }) => message.startsWith('it was deleted'))
        .map(({ record }) => record);
      const silent = lostIn(firsts, shown).filter((line) => !failed.includes(line.split(' at ')[0]!));
      expect(silent).toEqual([]);
    },
  );

  test('the histories hold what there is to lose', async () => {
    const all = await Promise.all([0, 1, 2, 3, 4, 5].map((number) => history(engine, randomOf(number), false)));
    const lost = all.flatMap(({ histories, shown }) => lostIn(histories, shown));
    for (const what of ['the item', 'extra_', 'tags', 'n', 'a']) expect(lost.join('\n')).toContain(what);
  });

  test('an item that others change, and change back before it is read again, runs again', async () => {
    const table = await createTable(engine);
    const item: Item = { id: { S: 'a' }, n: { N: '1' } };
    await seed(engine, table, [item]);
    const guard = createGuard({ target: engine.target, table, keyNames: ['id'] });
    let refused = 0;
    const meddled: Layer = (next) => async (operation, input, options) => {
      if (operation === 'UpdateItem' && refused === 0) {
        await engine.send('DeleteItem', { TableName: table, Key: { id: item.id! } });
        await next(operation, input, options).catch(() => refused++);
        await seed(engine, table, [item]);
        throw Object.assign(new Error('refused'), { name: 'ConditionalCheckFailedException' });
      }
      return next(operation, input, options);
    };
    const send = compose(() => engine.send, guard.layer, meddled)(engine.target);
    const migrate: RunOptions['migrate'] = (record) =>
      send('PutItem', { TableName: table, Item: { ...(record as Item), migrated: { BOOL: true } } });
    const source = scan({ send: engine.send, table, keyNames: ['id'] });
    const { failures } = await createRun({ source, migrate: guard.around(migrate) }).start();
    expect({ failures, refused, again: guard.again }).toEqual({ failures: [], refused: 1, again: 1 });
    expect(await dump(engine, table)).toEqual([{ ...item, migrated: { BOOL: true } }]);
  });

  test('what an update leaves alone is as the history says', async () => {
    const { table, histories, asTheyAre } = await history(engine, randomOf(7), true);
    const now = new Map((await dump(engine, table)).map((item) => [nameOf({ id: item.id! }), item]));
    for (const [id, first] of asTheyAre) {
      const last = histories.get(id)?.at(-1);
      expect(equalItems(now.get(id), (last ? last.after : first) ?? undefined)).toBe(true);
    }
  });
});

/** An item's changes, those of others included, until the run has written to it once; a delete that was put back is none. */
function upToFirst(changes: Change[]): Change[] {
  const isPutBack = (at: number) => {
    const [gone, back] = [changes[at], changes[at + 1]];
    return gone?.after === null && back?.by === 'run' && equalItems(gone.before ?? undefined, back.after ?? undefined);
  };
  const rest = changes.filter((_, i) => !isPutBack(i) && !isPutBack(i - 1));
  const at = rest.findIndex(({ by }) => by === 'run');
  return at < 0 ? rest : rest.slice(0, at + 1);
}

function randomOf(seedOf: number): Random {
  let state = seedOf * 7919 + 17;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
