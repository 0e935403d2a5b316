import path from 'node:path';
import { dump, runBin } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { dir, engine, given, seen } = useEngine();

const item = `{ Item: { id: record.id, seen: true } }`;
const update = `{ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }`;
const key = `{ Key: { id: record.id } }`;
const batch = `{ RequestItems: { [table]: [{ PutRequest: { Item: { id: record.id, seen: true } } }] } }`;

/** Clients, and what each calls the operations. */
const clients = {
  'the client': ['dyno', ''],
  'a client of its own': [`Dyno({ table, region: 'us-east-1', endpoint, ...fake })`, ''],
  'a client made with new': [`new Dyno({ table, region: 'us-east-1', endpoint, ...fake })`, ''],
  'a client that shares the connection': ['Dyno({ dynoInstance: dyno })', ''],
  'a client for two tables': [
    `Dyno.multi({ table, region: 'us-east-1', endpoint, ...fake }, { table, region: 'us-east-1', endpoint, ...fake })`,
    '',
  ],
  'the DocumentClient': ['dyno._docClient', 'document'],
} as const;

const operations = {
  PutItem: { '': `putItem(${item})`, document: `put(${item})` },
  UpdateItem: { '': `updateItem(${update})`, document: `update(${update})` },
  DeleteItem: { '': `deleteItem(${key})`, document: `delete(${key})` },
  BatchWriteItem: { '': `batchWriteItem(${batch})`, document: `batchWrite(${batch})` },
  GetItem: { '': `getItem(${key})`, document: `get(${key})` },
  Query: {
    '': `query({ KeyConditionExpression: 'id = :i', ExpressionAttributeValues: { ':i': record.id } })`,
    document: `query({ KeyConditionExpression: 'id = :i', ExpressionAttributeValues: { ':i': record.id } })`,
  },
  Scan: { '': 'scan()', document: 'scan({})' },
  BatchGetItem: {
    '': `batchGetItem({ RequestItems: { [table]: { Keys: [{ id: record.id }] } } })`,
    document: `batchGet({ RequestItems: { [table]: { Keys: [{ id: record.id }] } } })`,
  },
} as const;

type Operation = keyof typeof operations;
type Client = keyof typeof clients;

const isWrite = (operation: Operation) => /Put|Update|Delete|BatchWrite/.test(operation);

const call = (client: Client, operation: Operation) => {
  const [expression, style] = clients[client];
  return `${expression}.${operations[operation][style]}`;
};

/** What may be done with a request and does not send it, in an async function; and what sends it. */
const lost = {
  awaited: (request: string) => `await ${request};`,
  discarded: (request: string) => `${request};`,
  returned: (request: string) => `return ${request};`,
  'kept in a variable': (request: string) => `const request = ${request}; await request;`,
  'waited for with others': (request: string) => `await Promise.all([${request}, ${request}]);`,
  'listened to': (request: string) => `await ${request}.on('complete', () => console.log('never'));`,
  'made from a timer': (request: string) => `setTimeout(() => { ${request}; }, 20);`,
} as const;
const sent = {
  'with promise': (request: string) => `await ${request}.promise();`,
  'with send': (request: string) => `await new Promise((done) => ${request}.send(done));`,
  'with send, unheard': (request: string) => `${request}.send();`,
  'by its events': (request: string) => `await new Promise((done) => ${request}.on('complete', done).send());`,
  'after the record': (request: string) => `const request = ${request}; setTimeout(() => request.send(), 20);`,
  'for a later record': (request: string) => `waiting.push(${request}); if (waiting.length === 3) sendAll();`,
  'in finish': (request: string) => `waiting.push(${request}); last = sendAll;`,
  'by its pages': (request: string) =>
    `await new Promise((done) => ${request}.eachPage((_, page) => (page || done(), page !== null)));`,
  'as a stream': (request: string) =>
    `await new Promise((done) => ${request}.createReadStream().on('end', done).resume());`,
} as const;

const head = (table = 'users') => `
  const Dyno = require('dyno');
  const table = ${JSON.stringify(table)}, endpoint = ${JSON.stringify(engine.endpoint)};
  const fake = { accessKeyId: 'fake', secretAccessKey: 'fake' };
  const waiting = [];
  let last = () => {};
  const sendAll = () => Promise.all(waiting.splice(0).map((request) => request.promise()));`;

const inRecord = (body: string) => `${head()}
  module.exports = async (record, dyno) => { const table = process.env.TABLE; if (dyno) { ${body} } };
  module.exports.finish = async () => { await last(); };`;

const inFinish = (body: string) => `${head()}
  module.exports = (record, dyno, callback) => callback();
  module.exports.finish = async (dyno) => { const record = { id: 'r1' }, table = process.env.TABLE; ${body} };`;

async function run(code: string, flags: string[] = ['--live']) {
  const made = await given(code);
  const result = await made.run([...flags, '--state', path.join(dir, made.table)], { TABLE: made.table });
  return { ...result, table: made.table };
}

const some = <T>(all: readonly T[], index: number): T => all[index % all.length]!;
const writes = (Object.keys(operations) as Operation[]).filter(isWrite);
const reads = (Object.keys(operations) as Operation[]).filter((name) => !isWrite(name));
const everyClient = Object.keys(clients) as Client[];

/** Every pair of a client and an operation, with each way in turn. */
function pairs<Way extends string>(some_: Operation[], ways: Way[]): [Client, Operation, Way][] {
  return everyClient.flatMap((client, c) =>
    some_.map((operation, o): [Client, Operation, Way] => [client, operation, some(ways, c * 3 + o)]),
  );
}

const lostWays = Object.keys(lost) as (keyof typeof lost)[];

describe('a write that is made and never sent', () => {
  test.each(pairs(writes, lostWays))(
    'of %s, %s, %s, fails the run and names each record',
    async (client, name, way) => {
      // So that a collection of garbage, which may tell it earlier, does not keep the others from running.
      const flags = ['--live', '--max-errors', '9'];
      const { code, stdout, stderr, table } = await run(inRecord(lost[way](call(client, name))), flags);
      for (const id of ['r1', 'r2', 'r3']) expect(stderr).toMatch(neverSent(`record id "${id}"`, name));
      expect(stderr).toMatch(/^live: failed after 3 records/m);
      expect({ code, stdout, seen: await seen(table) }).toEqual({ code: 1, stdout: '', seen: 0 });
    },
  );

  test.each(lostWays)('in finish, %s, fails the run', async (way) => {
    const { code, stderr, table } = await run(inFinish(lost[way](call('the client', 'UpdateItem'))));
    expect(stderr).toMatch(neverSent('finish', 'UpdateItem'));
    expect({ code, seen: await seen(table) }).toEqual({ code: 1, seen: 0 });
  });

  test.each([
    ['a preview', ['--preview']],
    ['a dry run', []],
  ])('fails %s, too', async (_, flags) => {
    const code = inRecord('').replace('if (dyno)', `await ${call('a client of its own', 'PutItem')}; if (dyno)`);
    const { code: exit, stderr } = await run(code, flags);
    expect(stderr).toMatch(neverSent('record id "r2"', 'PutItem'));
    expect(exit).toBe(1);
  });

  test('is told once for a record that fails on its way to it', async () => {
    const { stderr } = await run(inRecord(`const request = dyno.putItem(${item}); throw new Error('no');`));
    expect(stderr).toMatch(/^record id "r\d": no/);
    expect(stderr).not.toContain('never sent');
  });

  test('goes to --errors, and --max-errors goes past it', async () => {
    const { code, stderr } = await run(
      inRecord(`if (record.id !== 'r2') return dyno.putItem(${item}).promise(); await dyno.putItem(${item});`),
      ['--live', '--max-errors', '1', '--errors', path.join(dir, 'failed.ndjson')],
    );
    expect(stderr).toMatch(neverSent('record id "r2"', 'PutItem'));
    expect(stderr).toContain('1 failed record in');
    expect(code).toBe(1);
  });

  test('what is given up with abort is not called for', async () => {
    const { code, stderr } = await run(inRecord(`dyno.putItem(${item}).abort();`));
    expect(stderr).not.toContain('never sent');
    expect(code).toBe(0);
  });
});

const neverSent = (where: string, operation: string) =>
  new RegExp(`^${where}: ${operation} on \\S+ was made and never sent`, 'm');

describe('a read that is made and never sent', () => {
  const ways = Object.keys(lost) as (keyof typeof lost)[];
  test.each(pairs(reads, ways))('of %s, %s, %s, is told', async (client, name, way) => {
    const { code, stderr } = await run(inRecord(lost[way](call(client, name))));
    const warning = new RegExp(`^warning: ${name} was made and never sent for id "r\\d"; id "r\\d"; id "r\\d": `, 'm');
    expect(stderr).toMatch(warning);
    expect(code).toBe(0);
  });

  test('a stream that nobody reads, and a next page', async () => {
    const { code, stderr } = await run(
      inRecord(`if (record.id !== 'r1') return; dyno.queryStream({}); dyno.scanStream();
        await new Promise((done) => dyno.scan({ Limit: 1 }, function () { this.nextPage(); done(); }));`),
    );
    expect(stderr).toMatch(/^warning: Query was made and never sent for id "r1": /m);
    expect(stderr).toMatch(/^warning: Scan was made and never sent for id "r1": /m);
    expect(code).toBe(0);
  });
});

describe('a request that is sent in the end is no finding', () => {
  const ways = Object.keys(sent) as (keyof typeof sent)[];
  test.each(
    ways.flatMap((way, w) => [
      [some(writes, w), way, some(everyClient, w)],
      [some(reads, w), way, some(everyClient, w + 1)],
    ]) as [Operation, keyof typeof sent, Client][],
  )('%s %s, of %s', async (name, way, client) => {
    const { code, stderr, table } = await run(inRecord(sent[way](call(client, name))));
    expect(stderr).toMatch(new RegExp(`^live: 3 records, 3 ${name}`));
    expect(code).toBe(0);
    if (isWrite(name))
      expect(await dump(engine, table)).not.toEqual(expect.arrayContaining([{ id: { S: 'r1' }, n: { N: '1' } }]));
  });

  test.each(['batchWriteItemRequests', 'batchWriteAll'])('nor is a set of requests, of %s', async (name) => {
    const { code, stderr } = await run(inRecord(`dyno.${name}(${batch});`));
    expect(stderr).toMatch(/^live: 3 records/);
    expect(code).toBe(0);
  });
});

describe('records written to a stream', () => {
  const stream = (finish: string) => `
    let stream;
    module.exports = (record, dyno, callback) => {
      stream ??= dyno.putStream();
      stream.write({ ...record, seen: true });
      callback();
    };
    module.exports.finish = (dyno, callback) => { ${finish} };`;

  test('that is never ended fail the run, but for those that it has sent', async () => {
    const { table, run } = await given(stream('callback();'), { records: 27 });
    const { code, stderr } = await run(['--live', '--state', path.join(dir, table)]);
    expect(stderr.match(/^record id "r\d+": BatchWriteItem on \S+ was made and never sent/gm)).toHaveLength(2);
    expect({ code, seen: await seen(table) }).toEqual({ code: 1, seen: 25 });
  });

  test('that is ended are all put', async () => {
    const { table, run } = await given(stream(`stream.on('finish', callback).end();`), { records: 60 });
    const { code } = await run(['--live', '--state', path.join(dir, table)]);
    expect({ code, seen: await seen(table) }).toEqual({ code: 0, seen: 60 });
  });

  test('that is destroyed are given up', async () => {
    const { run } = await given(stream('stream.destroy(); callback();'));
    expect(await run(['--live'])).toMatchObject({ code: 0 });
  });
});

describe('in a process of its own', () => {
  test('fails a run long before its end, once nobody can send it any more', async () => {
    const { table, start } = await given(
      `require('v8').setFlagsFromString('--expose-gc');
       const gc = require('vm').runInNewContext('gc');
       module.exports = async (record, dyno) => {
         await dyno.putItem(${item});
         gc();
         await new Promise((resolve) => setTimeout(resolve, 5));
       };`,
      { records: 200 },
    );
    const { code, stderr } = await start(['--live', '--state', path.join(dir, table)]);
    expect(Number(/failed after (\d+) record/.exec(stderr)![1])).toBeLessThan(20);
    expect(code).toBe(1);
  });

  test.each([
    ['SIGTERM', 'stopped'],
    ['SIGKILL', 'killed'],
  ])('a run that is %s before it has sent what it collected makes it again, when gone on with', async (signal) => {
    const { table, script, start } = await given(
      `const waiting = [];
         let records = 0;
         module.exports = (record, dyno, callback) => {
           waiting.push(dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }));
           if (++records === 50 && process.env.SIGNAL) setTimeout(() => process.kill(process.pid, process.env.SIGNAL), 2500);
           else if (records > 50 && process.env.SIGNAL) return setTimeout(callback, 400);
           callback();
         };
         module.exports.finish = async () => { await Promise.all(waiting.map((request) => request.promise())); };`,
      { records: 100 },
    );
    const state = ['--state', path.join(dir, table)];
    const { stderr } = await start(['--live', ...state], { SIGNAL: signal });
    expect(stderr).not.toContain('never sent');
    expect(await seen(table)).toBe(0);
    const line = ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, '--live', '--resume', 'last'];
    expect(await runBin([...line, ...state])).toMatchObject({ code: 0 });
    expect(await seen(table)).toBe(100);
  });
});
