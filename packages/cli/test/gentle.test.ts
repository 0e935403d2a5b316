import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  answerWith,
  createTable,
  dump,
  type Engine,
  type EngineProxy,
  type Fault,
  latency,
  onOperations,
  runBin,
  runMain,
  seed,
  startDynalite,
  startProxy,
  tempDir,
  throttle,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

const touch = `
let seen = 0;
module.exports = (record, dyno, callback) => {
  seen++;
  if (process.env.BAD && Number(record.n) % 10 === 0 && !record.mended) return callback(new Error('bad ' + record.n));
  if (!dyno) return callback();
  dyno.putItem({ Item: { ...record, touched: true } }, callback);
};
module.exports.finish = (dyno, callback) => { console.log('seen', seen); callback(); };`;

/** The engine's answer, changed. */
function changed(change: (output: any) => object): Fault {
  return async (exchange) => {
    const { statusCode, headers, body } = await exchange.forward();
    const { 'x-amz-crc32': _, ...rest } = headers;
    exchange.reply({ statusCode, headers: rest, body: Buffer.from(JSON.stringify(change(JSON.parse(`${body}`)))) });
  };
}

let engine: Engine;
let proxy: EngineProxy;
let table: string;
let dir: string;
const size = 60;

beforeAll(async () => {
  engine = await startDynalite();
  proxy = await startProxy({ to: engine });
});
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});
beforeEach(async () => {
  proxy.reset();
  dir = tempDir();
  writeFiles(dir, { 'touch.js': touch });
  table = await createTable(engine);
  await seed(
    engine,
    table,
    Array.from({ length: size }, (_, i) => ({ id: { S: `r${i}` }, n: { N: `${i}` } })),
  );
});

const run = (args: string[], env: { [name: string]: string } = {}) =>
  runMain([...args, '--endpoint', proxy.endpoint], { cwd: dir, env });
const line = (flags: string[]) => ['scan', `us-east-1/${table}`, 'touch.js', ...flags];
const scan = (...flags: string[]) => run(line(flags));
/** The same in a process of its own, which gets signals and goes on while others are asked. */
const start = (...flags: string[]) => runBin([...line(flags), '--endpoint', proxy.endpoint], { cwd: dir });
const touched = async () => (await dump(engine, table)).filter((item) => item.touched).length;
const folder = () => {
  const runs = path.join(dir, '.dynamodb-migrate/runs');
  return path.join(runs, readdirSync(runs).at(-1)!);
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe('what is scanned', () => {
  test.each([['2'], ['7'], ['auto']])('--segments %s hands over every record once', async (segments) => {
    const { code, stdout } = await scan('--segments', segments);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'seen 60\n' });
    const asked = new Set(proxy.requests().flatMap(({ body }) => body.TotalSegments ?? []));
    expect([...asked]).toEqual(segments === 'auto' ? [] : [Number(segments)]);
  });

  test('a table that says it is empty and is not gets 16 segments', async () => {
    proxy.reset(
      onOperations(
        ['DescribeTable'],
        changed(({ Table }) => ({ Table: { ...Table, ItemCount: 0, TableSizeBytes: 0 } })),
      ),
    );
    await seed(
      engine,
      table,
      Array.from({ length: 12 }, (_, i) => ({ id: { S: `big${i}` }, n: { N: '1' }, x: { S: 'x'.repeat(300_000) } })),
    );
    expect(await scan('--segments', 'auto')).toMatchObject({ code: 0, stdout: 'seen 72\n' });
    expect(proxy.requests().some(({ body }) => body.TotalSegments === 16)).toBe(true);
  });

  test.each([
    [['--limit', '7'], 7],
    [['--filter', 'n < :n', '--values', '{":n":{"N":"10"}}'], 10],
    [['--filter', '#n < :n', '--names', '{"#n":"n"}', '--values', '{":n":{"N":"10"}}', '--limit', '3'], 3],
    [['--consistent', '--projection', 'id'], 60],
    [['--projection', '#n', '--names', '{"#n":"n"}'], 60],
    [['--projection', ' #i ,n', '--names', '{"#i":"id"}'], 60],
  ])('%j', async (flags, count) => {
    expect(await scan(...flags)).toMatchObject({ code: 0, stdout: `seen ${count}\n` });
  });

  test.each([
    [['--page-size', '7'], 60, [7]],
    [['--page-size', '7', '--segments', '3'], 60, [7]],
    [['--page-size', '7', '--limit', '10'], 10, [7]],
    [['--page-size', '7', '--limit', '3'], 3, [3]],
    [['--page-size', '7', '--filter', 'n < :n', '--values', '{":n":{"N":"10"}}', '--limit', '3'], 3, [7]],
    [['--page-size', '70'], 60, [70]],
  ])('%j: pages of so many', async (flags, count, asked) => {
    const begun = proxy.requests().length;
    expect(await scan(...flags)).toMatchObject({ code: 0, stdout: `seen ${count}\n` });
    const scans = proxy
      .requests()
      .slice(begun)
      .filter(({ operation }) => operation === 'Scan');
    expect([...new Set(scans.map(({ body }) => body.Limit))]).toEqual(asked);
  });

  test('--start-key begins behind a record', async () => {
    const { Items, LastEvaluatedKey } = await engine.send('Scan', { TableName: table, Limit: 20 });
    expect(Items).toHaveLength(20);
    const { stdout } = await scan('--start-key', JSON.stringify(LastEvaluatedKey));
    expect(stdout).toBe('seen 40\n');
  });

  test('--index scans an index', async () => {
    table = await createTable(engine, { indexes: { byName: ['name', 'S'] } });
    await seed(engine, table, [{ id: { S: 'a' }, name: { S: 'in' } }, { id: { S: 'b' } }]);
    expect(await scan('--index', 'byName')).toMatchObject({ code: 0, stdout: 'seen 1\n' });
    expect(await scan('--index', 'byNames')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/byNames|index/i),
    });
  });
});

describe('budgets', () => {
  const consuming = (units: number) =>
    onOperations(
      ['PutItem'],
      changed((output) => ({ ...output, ConsumedCapacity: { TableName: table, CapacityUnits: units } })),
    );

  test('--max-wcu holds writes to what DynamoDB says they consume', async () => {
    proxy.reset(consuming(10));
    const began = performance.now();
    expect((await scan('--live', '--concurrency', '10', '--max-wcu', '200')).code).toBe(0);
    // 600 units at 200 a second, the first 200 at once.
    expect(performance.now() - began).toBeGreaterThan(1_500);
    expect(await touched()).toBe(size);
  });

  test('--capacity takes a share of the narrowest of table and indexes', async () => {
    proxy.reset(
      onOperations(
        ['DescribeTable'],
        changed(({ Table }) => ({
          Table: {
            ...Table,
            ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 100 },
            GlobalSecondaryIndexes: [
              {
                IndexName: 'i',
                KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
                ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 40 },
              },
            ],
          },
        })),
      ),
    );
    const began = performance.now();
    expect((await scan('--live', '--concurrency', '10', '--capacity', '50%')).code).toBe(0);
    // 60 units at 20 a second, the first 20 at once.
    expect(performance.now() - began).toBeGreaterThan(1_500);
  });

  test('--capacity of an on-demand table without a maximum says what to give instead', async () => {
    const onDemand = changed(({ Table }) => ({
      Table: { ...Table, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } },
    }));
    proxy.reset(onOperations(['DescribeTable'], onDemand));
    expect(await scan('--capacity', '50%')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/on-demand without a maximum throughput\n {2}Give --max-rcu and --max-wcu instead/),
    });
  });

  test('throttling slows a run down and fails nothing', async () => {
    proxy.reset((operation, index) => (operation === 'PutItem' && index % 2 === 0 ? throttle : undefined));
    expect((await scan('--live', '--concurrency', '30')).code).toBe(0);
    expect(await touched()).toBe(size);
  });
});

describe('while it runs', () => {
  beforeEach(() => proxy.reset(() => latency(30)));

  const paused = /^paused; SIGUSR2, or a file \S+pause decides when it goes on$/m;

  async function pauseAndGoOn(pause: () => unknown, goOn: () => unknown) {
    const bin = start('--live');
    let stderr = '';
    bin.child.stderr!.on('data', (chunk) => {
      stderr += chunk;
    });
    await until(() => proxy.writes().length > 5);
    await pause();
    await until(() => paused.test(stderr));
    await sleep(100);
    const writes = proxy.writes().length;
    const record = JSON.parse(readFileSync(path.join(folder(), 'run.json'), 'utf8'));
    await sleep(200);
    expect(proxy.writes()).toHaveLength(writes);
    expect(writes).toBeLessThan(size);
    expect(record.state).toBe('paused');
    await goOn();
    const result = await bin;
    expect(result).toMatchObject({ code: 0, stdout: 'seen 60\n', stderr: expect.stringMatching(/^going on$/m) });
    expect(await touched()).toBe(size);
  }

  test('SIGUSR2 pauses, and again goes on', async () => {
    const bin = start('--live');
    await until(() => proxy.writes().length > 5);
    bin.child.kill('SIGUSR2');
    await sleep(300);
    const writes = proxy.writes().length;
    await sleep(200);
    expect(proxy.writes()).toHaveLength(writes);
    bin.child.kill('SIGUSR2');
    expect(await bin).toMatchObject({ code: 0, stdout: 'seen 60\n', stderr: expect.stringMatching(paused) });
  });

  test('tune --pause and --no-pause', async () => {
    await pauseAndGoOn(
      () => runBin(['tune', 'last', '--pause'], { cwd: dir }),
      () => runMain(['tune', 'last', '--no-pause'], { cwd: dir }),
    );
  });

  test('tune changes the budgets', async () => {
    const bin = start('--live', '--max-wcu', '1');
    await until(() => proxy.writes().length > 0);
    await sleep(600);
    expect(await touched()).toBeLessThan(10);
    const tuned = await runMain(['tune', 'last', '--max-wcu', 'none'], { cwd: dir });
    expect(tuned.code).toBe(0);
    expect(await bin).toMatchObject({ code: 0, stderr: expect.stringMatching(/^tuned: no limit on write units$/m) });
    expect(await touched()).toBe(size);
  });

  test('a run that is over cannot be tuned', async () => {
    await scan('--live');
    expect(await runMain(['tune', 'last', '--pause'], { cwd: dir })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is succeeded: there is nothing to tune/),
    });
  });

  test.each([
    ['--stop-after', '1s', /stopped by --stop-after 1\.0 s after/],
    ['--stop-file', 'stop', /stopped by the file stop after/],
  ])('%s stops, and the run can be resumed', async (flag, value, message) => {
    proxy.reset(() => latency(50));
    const bin = scan('--live', flag, value);
    await until(() => proxy.writes().length > 5);
    if (value === 'stop') writeFileSync(path.join(dir, 'stop'), '');
    const stopped = await bin;
    expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    proxy.reset();
    expect((await scan('--live', '--resume', 'last')).code).toBe(0);
    expect(await touched()).toBe(size);
  });
});

describe('errors', () => {
  test('--max-errors goes on, --errors collects what stream can replay', async () => {
    const args = [
      'scan',
      `us-east-1/${table}`,
      'touch.js',
      '--live',
      '--max-errors',
      '10',
      '--errors',
      'failed.ndjson',
    ];
    const result = await run(args, { BAD: '1' });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/record id "r\d+": bad \d0?/);
    expect(result.stderr).toMatch(/^6 failed records in failed\.ndjson$/m);
    expect(await touched()).toBe(54);
    const replayed = await run(['stream', `us-east-1/${table}`, 'touch.js', '--live', '--input', 'failed.ndjson']);
    expect(replayed).toMatchObject({ code: 0, stdout: 'seen 6\n' });
    expect(await touched()).toBe(size);
  });

  test('the first one beyond --max-errors stops', async () => {
    const result = await run(['scan', `us-east-1/${table}`, 'touch.js', '--live', '--max-errors', '2'], { BAD: '1' });
    expect(result.code).toBe(1);
    expect(result.stderr.match(/: bad \d/g)).toHaveLength(3);
    expect(await touched()).toBeLessThan(54);
  });

  test('an unwritable --errors file is refused before anything is written', async () => {
    const result = await scan('--live', '--errors', 'no/such/folder/e.ndjson');
    expect(result).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--errors: no\/such\/folder\/e\.ndjson cannot be written/),
    });
    expect(await touched()).toBe(0);
  });
});

describe('protection', () => {
  const arn = 'arn:aws:dynamodb:us-east-1:1:table/t/backup/1';
  const service = (operations: { [operation: string]: object }) =>
    proxy.reset((operation) => (operations[operation] ? answerWith(() => operations[operation]!) : undefined));

  test('a live run says that point-in-time recovery is off', async () => {
    service({
      DescribeContinuousBackups: {
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' } },
      },
    });
    const { code, stderr } = await scan('--live');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: point-in-time recovery is off for \S+; --backup makes a backup first$/m);
  });

  test('--backup waits for a backup before the first write, and keeps its ARN', async () => {
    service({
      CreateBackup: { BackupDetails: { BackupArn: arn, BackupStatus: 'CREATING' } },
      DescribeBackup: { BackupDescription: { BackupDetails: { BackupArn: arn, BackupStatus: 'AVAILABLE' } } },
    });
    expect((await scan('--live', '--backup')).code).toBe(0);
    const operations = proxy.requests().map(({ operation }) => operation);
    expect(operations.indexOf('DescribeBackup')).toBeLessThan(operations.indexOf('PutItem'));
    expect(JSON.parse(readFileSync(path.join(folder(), 'run.json'), 'utf8')).backupArn).toBe(arn);
  });

  test('an engine that makes no backups: nothing is written', async () => {
    const result = await scan('--live', '--backup');
    expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(/backup/) });
    expect(await touched()).toBe(0);
    expect(existsSync(folder())).toBe(true);
    expect(JSON.parse(readFileSync(path.join(folder(), 'run.json'), 'utf8')).state).toBe('failed');
  });
});

test('--transport sdk ends with the same table', async () => {
  expect(await scan('--live', '--transport', 'sdk')).toMatchObject({ code: 0, stdout: 'seen 60\n' });
  expect(await touched()).toBe(size);
});
