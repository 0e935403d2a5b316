import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { rollBack as rollBackRun } from '@dynamodb-migrate/fleet';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import { listRuns } from '@dynamodb-migrate/runner';
import { createTable, describeEngines, dump, seed, tempDir } from '@dynamodb-migrate/test-tools';
import { type MigrationOptions, migration } from '../../src/old/migration';

describeEngines('migration', (engine) => {
  let table: string;
  beforeEach(async () => {
    table = await createTable(engine);
    await seed(
      engine,
      table,
      Array.from({ length: 30 }, (_, i) => ({
        id: { S: `${i}` },
        data: { B: Buffer.from(`${i}`).toString('base64') },
      })),
    );
  });
  const saved = { ...process.env };
  beforeAll(() => Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake' }));
  afterAll(() => {
    process.env = saved;
  });

  const state = tempDir();
  const options = (migrate: Script, more: Partial<MigrationOptions> = {}): MigrationOptions => ({
    state,
    ...{ method: 'scan', database: `us-east-1/${table}`, endpoint: engine.endpoint, migrate },
    ...{ stream: null, plainJSON: false, concurrency: 10, rateLogging: false },
    ...more,
  });

  test('a live run is kept and can be rolled back', async () => {
    const before = await dump(engine, table);
    const own = tempDir();
    const migrate: Script = (record, dyno, callback) => dyno.deleteItem({ Key: { id: record.id } }, callback);
    await migration(options(migrate, { live: true, state: own }));
    expect(await dump(engine, table)).toEqual([]);
    const { runs } = await listRuns({ state: own });
    expect(runs).toMatchObject([{ command: 'scan', state: 'succeeded', live: true, script: 'function migrate' }]);
    await rollBackRun({ run: 'last', state: own, live: true });
    expect(await dump(engine, table)).toEqual(before);
  });

  test('a live scan hands over a client, native records and finishes', async () => {
    const finish = jest.fn((_dyno, callback) => callback());
    const migrate: Script = (record, dyno, callback) => {
      expect(Buffer.isBuffer(record.data)).toBe(true);
      const key = { id: record.id };
      dyno.updateItem(
        { Key: key, UpdateExpression: 'SET seen = :t', ExpressionAttributeValues: { ':t': true } },
        callback,
      );
    };
    migrate.finish = finish;
    await new Promise<void>((resolve, reject) => {
      migration(options(migrate, { live: true }), (error) => (error ? reject(error) : resolve()));
    });
    expect(finish).toHaveBeenCalledTimes(1);
    expect(finish.mock.calls[0]![0]).toHaveProperty('putItem');
    const items = await dump(engine, table);
    expect(items).toHaveLength(30);
    expect(items.every((item) => item.seen)).toBe(true);
  });

  test.each(['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL'])('region local is where %s leads', async (name) => {
    process.env[name] = engine.endpoint;
    let records = 0;
    const migrate: Script = async () => {
      records++;
    };
    await migration(options(migrate, { database: `local/${table}`, endpoint: undefined, concurrency: 0 }));
    delete process.env[name];
    expect(records).toBe(30);
  });

  test('a dry run hands over null', async () => {
    const clients = new Set();
    const migrate: Script = (_record, dyno, callback) => {
      clients.add(dyno);
      callback();
    };
    await migration(options(migrate));
    expect([...clients]).toEqual([null]);
  });

  test('records come from a stream of lines too', async () => {
    const received: unknown[] = [];
    const migrate: Script = (record, _dyno, callback) => {
      received.push(record);
      callback();
    };
    const method = Readable.from(['{"id":{"N":"1"}}\n{"id"', ':{"N":"2"}}\n{"id":{"N":"3"}}']);
    await migration(options(migrate, { method }));
    expect(received).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    const plain = Readable.from(['{"id":1}\n']);
    await migration(options(migrate, { method: plain, plainJSON: true }));
    expect(received).toHaveLength(4);
  });

  test('the first error reaches the callback, and rejects the promise', async () => {
    const error = new Error('bad record');
    const migrate: Script = (_record, _dyno, callback) => callback(error);
    await expect(migration(options(migrate))).rejects.toBe(error);
    const got = await new Promise((resolve) => migration(options(migrate), resolve));
    expect(got).toBe(error);
  });

  test('a client of the script’s own writes nothing in a dry run', async () => {
    const before = await dump(engine, table);
    const migrate: Script = async (record) => {
      await (migrate as any).own.putItemAsync({ Item: { ...record, changed: true } });
    };
    // What the loader of scripts hands to `require('dyno')` is built like the run's own client.
    const { compose, createTransport, readOnly } = require('@dynamodb-migrate/core');
    const { createDyno } = require('@dynamodb-migrate/dyno-compat');
    const Dyno = createDyno(compose(createTransport(), readOnly()));
    (migrate as any).own = Dyno({ table, region: 'us-east-1', endpoint: engine.endpoint });
    await expect(migration(options(migrate))).rejects.toThrow(/held back/);
    expect(await dump(engine, table)).toEqual(before);
  });
});

test('a bad database is refused before anything is read', async () => {
  await expect(migration({ method: 'scan', database: 'nowhere', migrate: () => {} })).rejects.toMatchObject({
    code: 'BAD_DATABASE',
  });
});

const noop = () => {};
const good = { method: 'scan', database: 'local/t', migrate: noop };

test.each<[string, unknown, string]>([
  ['no options', undefined, 'options must be an object'],
  ['empty options', {}, 'method must be scan, stream or a readable stream'],
  ['an unknown method', { ...good, method: 'x' }, 'method must be scan, stream or a readable stream, not "x"'],
  ['no database', { ...good, database: undefined }, 'database must be a text such as eu-west-1/my-table'],
  ['no migrate', { ...good, migrate: undefined }, 'migrate must be a function'],
  ['a path for migrate', { ...good, migrate: './a.js' }, 'migrate must be a function, not "./a.js"'],
  ['concurrency abc', { ...good, concurrency: 'abc' }, 'concurrency must be a whole number of at least 0, not "abc"'],
  ['concurrency 1.5', { ...good, concurrency: 1.5 }, 'concurrency must be a whole number of at least 0, not 1.5'],
  [
    'an endpoint without protocol',
    { ...good, endpoint: 'localhost:8000' },
    'endpoint must be an address such as http://localhost:4567, not "localhost:8000"',
  ],
])('%s: one sentence, by callback and by promise', async (_, options, message) => {
  const error = { code: 'BAD_OPTIONS', message };
  await expect(migration(options as MigrationOptions)).rejects.toMatchObject(error);
  expect(await new Promise((resolve) => migration(options as MigrationOptions, resolve))).toMatchObject(error);
});

test('the callback is called out of the promise’s reach: what it throws is uncaught', () => {
  const script = `
    const migration = require(${JSON.stringify(require.resolve('../../dist'))});
    const { Readable } = require('node:stream');
    process.on('uncaughtException', (error) => { console.log('uncaught', error.message); });
    migration({ method: Readable.from([]), database: 'local/t', migrate() {} }, () => { throw new Error('mine'); });
  `;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout).toBe('uncaught mine\n');
});
