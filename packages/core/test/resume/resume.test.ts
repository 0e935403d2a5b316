import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  compose,
  createGuard,
  createPositions,
  createRun,
  type InFlight,
  type Item,
  inFlight,
  type Layer,
  openJournal,
  positionsOf,
  type RunOptions,
  type RunResult,
  readCheckpoint,
  readStanding,
  recordsDone,
  replay,
  resumedSource,
  type Send,
  scan,
  scannedImage,
  settleFates,
  startCheckpoints,
} from '@dynamodb-migrate/core';
import { createTable, describeEngines, dump, type Engine, seed } from '@dynamodb-migrate/test-tools';
import * as fc from 'fast-check';

type Script = (record: Item, send: Send, table: string) => Promise<unknown>;

/**
 * What a killed process leaves: from write number `at` on no write is answered any more, those that were on their way
 * are applied, and the last one perhaps.
 */
function killAt(at: number, sent: boolean): { layer: Layer; outermost: Layer; dead: Promise<void> } {
  let writes = 0;
  let onTheirWay = 0;
  let isDead = false;
  let die!: () => void;
  const dead = new Promise<void>((resolve) => {
    die = () => {
      isDead = true;
      resolve();
    };
  });
  // What the process would do next, were it alive.
  const never = new Promise<never>(() => {});
  const alive = async <T>(answer: Promise<T>): Promise<T> => {
    await answer.catch(() => {});
    return isDead ? never : answer;
  };
  const outermost: Layer =
    (next) =>
    async (...request) =>
      isDead ? never : alive(next(...request));
  const layer: Layer = (next) => async (operation, input, options) => {
    if (operation === 'GetItem' || operation === 'BatchGetItem' || operation.startsWith('Describe')) {
      return writes < at ? alive(next(operation, input, options)) : never;
    }
    const number = ++writes;
    if (number < at || (sent && number === at)) {
      onTheirWay++;
      const answer = next(operation, input, options);
      await answer.catch(() => {});
      onTheirWay--;
      if (writes < at) return answer;
    }
    if (onTheirWay === 0) die();
    return never;
  };
  return { layer, outermost, dead };
}

describeEngines('resume', (engine: Engine) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'resume-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const keyNames = ['id'];
  let lastOperations: InFlight;
  let isGuarded = false;
  let onFailedRecord: RunOptions['onFailedRecord'];

  /** One process of a run; undefined when it was killed. */
  async function session(dir: string, table: string, script: Script, concurrency: number, kill?: [number, boolean]) {
    const checkpoint = await readCheckpoint(dir);
    const from = checkpoint && positionsOf(checkpoint);
    const standing = await readStanding(dir, from ?? new Map());
    const journal = await openJournal({
      dir: path.join(dir, 'journal'),
      known: scannedImage({ ...engine.target, table }),
    });
    const connect = () => engine.send;
    const unfinished = standing.unfinished.values();
    await settleFates(unfinished, { connect, settle: journal.settle });
    const done = recordsDone({ standing, from: from ?? new Map(), table, keyNames });
    const operations = inFlight();
    lastOperations = operations;
    const killer = kill && killAt(...kill);
    const guard = isGuarded ? createGuard({ target: engine.target, table, keyNames }) : undefined;
    const migrate: RunOptions['migrate'] = (record) => script(record as Item, send, table);
    const layers = [
      ...(killer ? [killer.outermost] : []),
      operations.layer,
      ...(guard ? [guard.layer] : []),
      replay(standing.unfinished, journal.wrote),
      journal.layer,
    ];
    const send = compose(connect, ...layers, ...(killer ? [killer.layer] : []))(engine.target);
    const positions = createPositions(from);
    const rest = scan({ send: engine.send, table, segments: 2, keyNames, ...(from && { from }) });
    const checkpoints = startCheckpoints({
      folder: dir,
      positions,
      segments: 2,
      keyNames,
      every: 5,
      journal,
    });
    const run = createRun({
      source: resumedSource({ rest, standing, table, keyNames }),
      migrate: guard?.around(migrate) ?? migrate,
      ...{ concurrency, operations, positions, ...(guard && { maxErrors: 100 }) },
      onSettledRecord: journal.settled,
      ...(onFailedRecord && { onFailedRecord }),
    });
    const killed = killer?.dead.then(() => undefined);
    const result: RunResult | undefined = await Promise.race([run.start(), ...(killed ? [killed] : [])]);
    if (result) {
      await checkpoints.end();
      await journal.close();
    } else {
      run.stop('killed');
      // A dead process writes nothing more: this one is through with it before the next one looks.
      await new Promise(setImmediate);
      await checkpoints.end();
      await journal.flush();
    }
    return result && { ...result, total: done + result.records };
  }

  async function untilDone(table: string, script: Script, concurrency: number, kills: readonly [number, boolean][]) {
    for (const kill of kills) {
      const result = await session(folder, table, script, concurrency, kill);
      if (result) return result;
    }
    return (await session(folder, table, script, concurrency))!;
  }

  const records = (count: number): Item[] =>
    Array.from({ length: count }, (_, i) => ({ id: { S: `r${i}` }, n: { N: `${i}` } }));

  const update = (send: Send, TableName: string, { id }: Item, UpdateExpression: string, more: object = {}) =>
    send('UpdateItem', {
      ...{ TableName, Key: { id: id! }, UpdateExpression, ...more },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });

  /** The first record that was not done, with the fates of its writes looked at. */
  async function firstUnfinished() {
    const standing = await readStanding(folder, new Map());
    const [record] = standing.unfinished.values();
    await settleFates([record!], {
      connect: () => engine.send,
      settle: async () => {},
    });
    return record!;
  }

  const increments: { [name: string]: Script } = {
    'ADD on the record': (record, send, TableName) => update(send, TableName, record, 'ADD n :one'),
    'read, change, put back': (record, send, TableName) =>
      send('PutItem', { TableName, Item: { ...record, n: { N: `${Number((record.n as { N: string }).N) + 1}` } } }),
    'two steps': async (record, send, TableName) => {
      const step = (name: string) => update(send, TableName, record, `ADD ${name} :one`, { ReturnValues: 'ALL_NEW' });
      const first = await step('n');
      if (Number(first.Attributes.n.N) !== Number((record.n as { N: string }).N) + 1) throw new Error('applied twice');
      await step('m');
    },
    'two steps that are told nothing': async (record, send, TableName) => {
      for (const name of ['n', 'm']) await update(send, TableName, record, `ADD ${name} :one`);
    },
  };

  const kill = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean());

  test.each(Object.keys(increments))('%s: exactly once, wherever the process is killed', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(kill, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        async (kills, concurrency) => {
          const table = await createTable(engine);
          await seed(engine, table, records(12));
          await rm(folder, { recursive: true, force: true });
          const result = await untilDone(table, increments[name]!, concurrency, kills);
          expect(result).toMatchObject({ state: 'succeeded', failures: [], total: 12 });
          const items = await dump(engine, table);
          expect(items.map(({ id, n }) => [(id as any).S, (n as any).N]).sort()).toEqual(
            records(12)
              .map(({ id, n }) => [(id as any).S, `${Number((n as any).N) + 1}`])
              .sort(),
          );
          if (name.startsWith('two steps')) expect(items.every(({ m }) => (m as any).N === '1')).toBe(true);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 12) },
    );
  });

  describe('with the guard', () => {
    beforeEach(() => {
      isGuarded = true;
    });
    afterEach(() => {
      isGuarded = false;
      onFailedRecord = undefined;
    });

    let other: string;
    beforeAll(async () => {
      other = await createTable(engine);
    });
    const number = (item: Item | undefined, name: string) => Number((item?.[name] as { N: string } | undefined)?.N);
    const nested = (n: number): Item => ({ list: { L: [{ M: { n: { N: `${n}` } } }, { S: 'x' }] } });
    const scripts: { [name: string]: Script } = {
      ...increments,
      'put back a nested record': (record, send, TableName) =>
        send('PutItem', {
          TableName,
          Item: { ...record, n: { N: `${number(record, 'n') + 1}` }, ...nested(number(record, 'n') + 1) },
        }),
      'write elsewhere, then put back': async (record, send, TableName) => {
        await send('PutItem', { TableName: other, Item: { id: record.id!, n: record.n! } });
        await increments['read, change, put back']!(record, send, TableName);
      },
      'delete, then put back': async (record, send, TableName) => {
        await send('DeleteItem', { TableName, Key: { id: record.id! } });
        await send('PutItem', { TableName, Item: { ...record, n: { N: `${number(record, 'n') + 1}` } } });
      },
    };

    // It checks itself what others do not interfere with.
    const { 'two steps': _, ...guarded } = scripts;

    test.each(Object.keys(guarded))('%s: others are heard and all is written once, or told', async (name) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(kill, { minLength: 1, maxLength: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }),
          async (kills, concurrency, changed) => {
            const table = await createTable(engine);
            const given = records(12).map((record) => ({ ...record, ...nested(number(record, 'n')) }));
            await seed(engine, table, given);
            await rm(folder, { recursive: true, force: true });
            const left = new Set(changed.map((at) => `r${at}`));
            const script: Script = async (record, send, TableName) => {
              const id = (record.id as { S: string }).S;
              if (left.delete(id)) {
                const ExpressionAttributeValues = { ':other': { N: '100' } };
                await engine.send('UpdateItem', {
                  ...{
                    TableName,
                    Key: { id: record.id! },
                    UpdateExpression: 'ADD n :other',
                    ExpressionAttributeValues,
                  },
                });
              }
              await guarded[name]!(record, send, TableName);
            };
            const told = new Map<string, string>();
            onFailedRecord = (_, { record, message }) => told.set(record!, message);
            await untilDone(table, script, concurrency, kills);
            const standing = await readStanding(folder, new Map());
            await settleFates(standing.unfinished.values(), { connect: () => engine.send, settle: async () => {} });
            for (const { name: record, unclear } of standing.unfinished.values()) {
              if (unclear) told.set(record, unclear);
            }
            const after = new Map((await dump(engine, table)).map((item) => [(item.id as { S: string }).S, item]));
            for (const [i, record] of given.entries()) {
              const by = (changed.includes(i) ? 100 : 0) + 1;
              const message = told.get(`id "r${i}"`);
              const made = number(after.get(`r${i}`), 'n') - number(record, 'n');
              if (message === undefined) expect([i, made]).toEqual([i, by]);
              else {
                expect(changed).toContain(i);
                expect(message).toMatch(/cannot be told whether|made another/);
              }
            }
          },
        ),
        { numRuns: Number(process.env.RUNS ?? 12) },
      );
    });
  });

  test('a record that deletes itself and writes elsewhere is finished, though the scan no longer finds it', async () => {
    const table = await createTable(engine);
    const other = await createTable(engine);
    await seed(engine, table, records(6));
    const script: Script = async (record, send, TableName) => {
      await send('DeleteItem', { TableName, Key: { id: record.id! } });
      await send('PutItem', { TableName: other, Item: record });
    };
    // The second write of the third record is never sent.
    const result = await untilDone(table, script, 1, [[6, false]]);
    expect(result.state).toBe('succeeded');
    expect(await dump(engine, table)).toEqual([]);
    expect(await dump(engine, other)).toEqual(records(6));
  });

  test('an update of another item that is not there has not been applied', async () => {
    const table = await createTable(engine);
    const other = await createTable(engine);
    await seed(engine, table, records(4));
    const script: Script = (record, send) => update(send, other, record, 'ADD n :one');
    expect(await untilDone(table, script, 1, [[3, false]])).toMatchObject({ state: 'succeeded' });
    expect((await dump(engine, other)).map(({ n }) => n)).toEqual(Array(4).fill({ N: '1' }));
  });

  test('an update of an item that nothing was known of is left alone where it may have been applied, and told', async () => {
    const table = await createTable(engine);
    const other = await createTable(engine);
    await seed(engine, table, records(1));
    const script: Script = (record, send) => update(send, other, record, 'SET n = :one');
    expect(await session(folder, table, script, 1, [1, true])).toBeUndefined();
    expect((await firstUnfinished()).unclear).toMatch(
      /whether its UpdateItem was applied: the item before it is not known$/,
    );
  });

  test('a record that is answered from the journal alone is done, and its writes are not counted again', async () => {
    const table = await createTable(engine);
    await seed(engine, table, records(3));
    let seen: string[] = [];
    const script: Script = (record, send) => {
      seen.push((record.id as any).S);
      return increments['ADD on the record']!(record, send, table);
    };
    expect(await session(folder, table, script, 1, [1, true])).toBeUndefined();
    const [first] = seen;
    seen = [];
    expect(await session(folder, table, script, 1, [1, false])).toBeUndefined();
    expect(seen).toEqual([first, expect.any(String)]);
    expect(lastOperations.succeeded).toEqual({});
    seen = [];
    expect(await session(folder, table, script, 1)).toMatchObject({ state: 'succeeded', records: 2 });
    expect(seen).not.toContain(first);
    expect(lastOperations.succeeded).toEqual({ UpdateItem: 2 });
  });

  test('an item that someone changed while its fate was unknown is left alone and told', async () => {
    const table = await createTable(engine);
    await seed(engine, table, records(3));
    const script = increments['ADD on the record']!;
    expect(await session(folder, table, script, 1, [2, true])).toBeUndefined();
    const touched = (await dump(engine, table)).map((item) => ({ ...item, n: { N: '100' } }));
    await seed(engine, table, touched);
    expect((await firstUnfinished()).unclear).toMatch(/cannot be told whether its UpdateItem was applied/);
  });

  test('a script that does something else the second time fails its record instead of doing both', async () => {
    const table = await createTable(engine);
    await seed(engine, table, records(3));
    const script =
      (n: string): Script =>
      async (record, send, TableName) => {
        await send('PutItem', { TableName, Item: { ...record, x: { N: n } } });
        await send('PutItem', { TableName, Item: { ...record, x: { N: n }, y: { N: n } } });
      };
    expect(await session(folder, table, script('1'), 1, [2, false])).toBeUndefined();
    const result = (await session(folder, table, script('2'), 1))!;
    expect(result.state).toBe('failed');
    expect(result.failures[0]!.message).toMatch(/made another PutItem for id "r\d" than it makes now/);
  });
});
