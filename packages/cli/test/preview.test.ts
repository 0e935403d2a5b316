import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  accessDenied,
  createTable,
  describeEngines,
  dump,
  type Engine,
  type EngineProxy,
  runBin,
  runMain,
  seed,
  startDynalite,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

const dir = tempDir();
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];
let made = 0;

interface Previewed {
  args?: string[];
  items?: any[];
  name?: string;
  input?: string;
  command?: string;
}

/** Runs a preview on a new table; its state folder is its own. */
async function previewed(engine: Engine, code: string, given: Previewed = {}, endpoint = engine.endpoint) {
  const { args = [], items = records(3), name = `script-${++made}.js`, command = 'scan', input } = given;
  const table = await createTable(engine, { indexes: { byKind: ['kind', 'S'] } });
  await seed(engine, table, items);
  const script = writeFiles(dir, { [name]: code.replaceAll('$TABLE', table) })[name]!;
  const state = path.join(dir, `state-${++made}`);
  const line = [command, `us-east-1/${table}`, script, '--preview', '--endpoint', endpoint, '--state', state, ...args];
  const before = await dump(engine, table);
  const result = await runMain(line, { input });
  expect(await dump(engine, table)).toEqual(before);
  const [id] = readdirSync(path.join(state, 'runs'));
  const folder = path.join(state, 'runs', id!);
  const text = readFileSync(path.join(folder, 'changes.ndjson'), 'utf8');
  return {
    ...result,
    table,
    state,
    folder,
    run: JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')),
    changes: text
      .split('\n')
      .filter(Boolean)
      .map((change) => JSON.parse(change)),
  };
}

function records(count: number) {
  return Array.from({ length: count }, (_, i) => ({ id: { S: `r${i + 1}` }, n: { N: String(i + 1) } }));
}

const legacy = `
  let seen = 0;
  module.exports = function (record, dyno, callback) {
    if (!dyno) return callback();
    dyno.updateItem({
      Key: { id: record.id },
      UpdateExpression: 'SET kind = :kind, n = n + :one',
      ExpressionAttributeValues: { ':kind': 'a', ':one': 1 },
    }, function (err) {
      if (err) return callback(err);
      dyno.getItem({ Key: { id: record.id } }, function (err, data) {
        if (err) return callback(err);
        if (data.Item.kind === 'a' && data.Item.n === record.n + 1) seen++;
        dyno.query({
          IndexName: 'byKind',
          KeyConditionExpression: 'kind = :kind',
          ExpressionAttributeValues: { ':kind': 'a' },
        }, function (err, found) {
          if (err) return callback(err);
          console.log('read back', seen, 'of', found.Items.length);
          callback();
        });
      });
    });
  };
  module.exports.finish = function (dyno, callback) { console.log('finished', seen); callback(); };
`;

describeEngines('a script that stops without dyno', (engine) => {
  test('runs to its end, reads what it wrote, and is shown', async () => {
    const { code, stdout, stderr, run, changes, folder, table } = await previewed(engine, legacy);
    expect(stdout).toBe('read back 1 of 1\nread back 2 of 2\nread back 3 of 3\nfinished 3\n');
    expect(stderr).toContain(`${table}  0 added · 3 changed · 0 removed · 0 unchanged · 0 failed\n`);
    expect(stderr).toMatch(/ {2}~ id "r1"\n {6}kind {2}\+ S "a"\n {6}n {5}N 1 → N 2\n/);
    // Each write is one unit on the table and one on the index.
    expect(stderr).toContain('a live run would consume about 6 write units and take about ');
    expect(stderr).toContain(`kept in ${folder}\n`);
    expect(stderr).toMatch(
      /preview: 3 records, 3 UpdateItem, 3 GetItem, 3 Query in [^\n]*, nothing written; to write, give --live instead of --preview\n$/,
    );
    expect(code).toBe(0);
    expect(run).toMatchObject({
      state: 'succeeded',
      live: false,
      command: 'scan',
      counts: { records: 3, changed: 3, added: 0, failed: 0, writeUnits: 6 },
    });
    expect(changes).toHaveLength(3);
    expect(changes).toContainEqual({
      table,
      region: 'us-east-1',
      key: { id: { S: 'r2' } },
      kind: 'changed',
      record: 'id "r2"',
      attributes: [
        { path: 'kind', kind: 'added', after: { S: 'a' }, afterType: 'S' },
        { path: 'n', kind: 'changed', before: { N: '2' }, after: { N: '3' }, beforeType: 'N', afterType: 'N' },
      ],
    });
    expect(readdirSync(folder).sort()).toEqual(['changes.ndjson', 'heartbeat', 'lock', 'run.json']);
  });

  test('of a part of the table, the whole is estimated where its size is known', async () => {
    const { stdout, stderr } = await previewed(engine, legacy, { items: records(8), args: ['--json', '--limit', '2'] });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ records: 2, estimate: { records: 2, writeUnits: 4 } });
    if (engine.name === 'dynalite') return;
    expect(document.wholeTable).toEqual({
      ...document.estimate,
      ...{ records: 8, writeUnits: 16, readUnits: 4 * document.estimate.readUnits },
      tables: [expect.objectContaining({ writeUnits: 16, indexes: { byKind: 8 } })],
      seconds: expect.closeTo(4 * document.estimate.seconds),
      cost: { onDemand: expect.closeTo(4 * document.estimate.cost.onDemand, 12), provisioned: expect.any(Number) },
    });
    expect(stderr).toMatch(/on the whole table, 8 records, it would be about 16 write units/);
  });
});

describe('on dynalite', () => {
  const engine = {} as Engine;
  let proxy: EngineProxy;
  beforeAll(async () => {
    Object.assign(engine, await startDynalite());
    proxy = await startProxy({ to: engine });
  });
  afterAll(async () => {
    await proxy.stop();
    await engine.stop();
  });

  const everything = `
    const Dyno = require('dyno');
    const own = Dyno({ table: '$TABLE', region: 'us-east-1' });
    const multi = Dyno.multi({ table: '$TABLE', region: 'us-east-1' }, { table: '$TABLE', region: 'us-east-1' });
    const write = async (client, prefix) => {
      const item = (name) => ({ id: prefix + name, n: 1 });
      await client.putItemAsync({ Item: item('put') });
      await client.updateItemAsync({
        Key: { id: prefix + 'update' }, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': 1 },
      });
      await client.deleteItemAsync({ Key: { id: prefix + 'put' } });
      await client.batchWriteItemAsync({ RequestItems: { '$TABLE': [{ PutRequest: { Item: item('batch') } }] } });
      await new Promise((resolve, reject) => client.batchWriteAll({
        RequestItems: { '$TABLE': [{ PutRequest: { Item: item('all') } }, { DeleteRequest: { Key: { id: prefix + 'batch' } } }] },
      }).sendAll(1, (error) => error ? reject(error) : resolve()));
      await new Promise((resolve, reject) => {
        const stream = client.putStream();
        stream.on('finish', resolve).on('error', reject);
        stream.write(item('stream'));
        stream.end();
      });
    };
    let first = true;
    module.exports = async (record, dyno) => {
      if (!first) return;
      first = false;
      await write(dyno, 'a-');
      await write(own, 'b-');
      await write(multi, 'c-');
      await dyno.deleteItemAsync({ Key: { id: 'r1' } });
    };
    module.exports.finish = async (dyno) => { await dyno.putItemAsync({ Item: { id: 'end' } }); };
  `;
  const lines = '{"id":{"S":"r1"}}\n{"id":{"S":"r2"}}\n';

  test.each([
    ['scan', { command: 'scan' }],
    ['stream', { command: 'stream', input: lines }],
  ])('%s: not one write leaves the process, and none is permitted', async (_, given) => {
    proxy.reset((operation) => (writes.includes(operation) ? accessDenied : undefined));
    const { code, stderr, run } = await previewed(engine, everything, given, proxy.endpoint);
    expect(stderr).toMatch(/10 added · 0 changed · 1 removed · 6 unchanged · 0 failed/);
    expect(code).toBe(0);
    expect(run.counts).toMatchObject({ added: 10, removed: 1, unchanged: 6 });
    expect(proxy.requests().length).toBeGreaterThan(3);
    expect(proxy.writes()).toEqual([]);
  });

  test('tables cannot be made', async () => {
    const { code, stderr } = await previewed(
      engine,
      `module.exports = (record, dyno, callback) => dyno.createTable({
        TableName: 'another',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      }, callback);`,
    );
    expect(stderr).toMatch(/record id "r\d".*A preview cannot show what CreateTable on another would do/);
    expect(code).toBe(1);
  });

  test('conditions that do not hold are the script’s to decide on, and shown', async () => {
    const { code, stderr, changes } = await previewed(
      engine,
      `module.exports = (record, dyno, callback) => dyno.putItem(
        { Item: { id: record.id, kind: 'b' }, ConditionExpression: 'n > :n', ExpressionAttributeValues: { ':n': 1 } },
        (error) => callback(error && error.code !== 'ConditionalCheckFailedException' ? error : null));`,
    );
    expect(stderr).toMatch(/0 added · 2 changed · 0 removed · 1 unchanged · 0 failed/);
    expect(stderr).toMatch(/conditions that do not hold, [^\n]*\n {2}1 × PutItem on \S+ \(id "r1"\)\n/);
    expect(stderr).toMatch(/1 declined condition in /);
    expect(stderr).not.toMatch(/would fail/);
    expect(changes).toHaveLength(2);
    expect(code).toBe(0);
  });

  test('writes that would fail', async () => {
    const { code, stderr, run } = await previewed(
      engine,
      `module.exports = (record, dyno, callback) => {
        dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET status = :s', ExpressionAttributeValues: { ':s': 1 } }, () => {});
        callback();
      };`,
      { args: ['--max-errors', '10'] },
    );
    expect(stderr).toMatch(/0 changed · 0 removed · 3 unchanged · 3 failed/);
    expect(stderr).toMatch(
      /would fail\n {2}3 × UpdateItem on \S+: ValidationException: [^\n]*status \(id "r\d"; id "r\d"; id "r\d"\)\n/,
    );
    expect(stderr).toMatch(/preview: failed after 3 records in [^\n]*, nothing written\n$/);
    expect(run).toMatchObject({
      state: 'failed',
      counts: { failed: 3 },
      error: expect.stringMatching(/^record id "r/),
    });
    expect(code).toBe(1);
  });

  test('a script that fails', async () => {
    const { code, stderr, run } = await previewed(engine, `module.exports = () => { throw new Error('no'); };`);
    expect(stderr).toMatch(/the script writes nothing\n/);
    expect(stderr).toMatch(/record id "r\d": no \(at script-\d+\.js:1\)\n/);
    expect(run.state).toBe('failed');
    expect(code).toBe(1);
  });

  test('conditions that the embedded DynamoDB cannot evaluate, as DynamoDB does', async () => {
    const { code, stderr } = await previewed(
      engine,
      `module.exports = (record, dyno, callback) => dyno.updateItem({
        Key: { id: record.id },
        UpdateExpression: 'SET kind = :k',
        ConditionExpression: 'contains(n, :flag)',
        ExpressionAttributeValues: { ':k': 'a', ':flag': true },
      }, callback);`,
    );
    expect(stderr).toMatch(/^record id "r\d": ConditionalCheckFailedException: The conditional request failed/m);
    expect(code).toBe(1);
  });

  const secretive = `
    module.exports = async (record, dyno) => {
      const Item = { ...record, card: 'new-secret', owner: { ...record.owner, mail: 'mail-secret2' }, seen: 'plain' };
      await dyno.putItemAsync({ Item });
      await dyno.putItemAsync({ Item: { ...Item, kind: 7 } }).catch(() => {});
      await dyno.putItemAsync({ Item, ConditionExpression: 'card = :c', ExpressionAttributeValues: { ':c': 'other-secret' } }).catch(() => {});
      await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD card :c', ExpressionAttributeValues: { ':c': 5 } }).catch(() => {});
    };`;
  const secrets = [
    {
      id: { S: 'key-secret' },
      card: { S: 'card-secret' },
      owner: { M: { mail: { S: 'mail-secret' }, name: { S: 'Ann' } } },
      cards: { L: [{ M: { number: { N: '4111' } } }] },
    },
  ];

  test.each([
    ['--redact', ['--redact', 'id,card', '--redact', 'owner.mail'], ['Ann', 'plain']],
    ['--hide-values', ['--hide-values'], []],
  ])('%s leaves no secret anywhere', async (_, args, kept) => {
    const { stdout, stderr, folder } = await previewed(engine, secretive, {
      items: secrets,
      args: [...args, '--json', '--verbose', '--max-errors', '5'],
    });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const stored = files.map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8')).join('\n');
    for (const text of [stdout, stderr, stored]) expect(text).not.toMatch(/-secret/);
    expect(stderr).toMatch(/1 changed/);
    if (kept.length === 0) expect(stdout + stderr + stored).not.toMatch(/Ann|plain|4111/);
    else expect(stdout).toMatch(/"plain"/);
    expect(stderr).toMatch(
      kept.length === 0 ? /owner\.mail {2}S, 11 bytes → S, 12 bytes/ : /S \(redacted\) → S \(redacted\)/,
    );
  });

  test('--json is one document on stdout, whatever the script prints', async () => {
    const { code, stdout, stderr, run, table, changes } = await previewed(
      engine,
      `console.log('loading'); ${legacy} process.stdout.write('loaded\\n');`,
      { args: ['--json'] },
    );
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      run: run.id,
      state: 'succeeded',
      records: 3,
      tables: [{ table, added: 0, changed: 3, removed: 0, unchanged: 0, failed: 0, declined: 0, writeUnits: 6 }],
      refusals: [],
      failures: [],
      estimate: { records: 3, writeUnits: 6, readUnits: expect.any(Number), seconds: expect.any(Number) },
    });
    expect(document.changes).toEqual(changes);
    expect(stderr).toMatch(/^loading\nloaded\nread back 1 of 1\n/);
    expect(code).toBe(0);
  });

  test('--json of a preview that fails without a change', async () => {
    const { code, stdout } = await previewed(engine, `module.exports = () => { throw new Error('no'); };`, {
      args: ['--json'],
    });
    expect(JSON.parse(stdout)).toMatchObject({ state: 'failed', failures: [{ message: 'no' }], changes: [] });
    expect(code).toBe(1);
  });

  const counting = `let n = 0; module.exports = (record, dyno, callback) => { n++; callback(); };
    module.exports.finish = (dyno, callback) => { console.log(n); callback(); };`;

  test('--limit, of a scan and of a stream', async () => {
    const input = records(20)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    const { stdout } = await previewed(engine, counting, { items: records(20), args: ['--limit', '7'] });
    expect(stdout).toBe('7\n');
    const streamed = await previewed(engine, counting, { command: 'stream', input, args: ['--limit', '4'] });
    expect(streamed.stdout).toBe('4\n');
    expect(streamed.code).toBe(0);
  });

  test('--sample takes the same share each time, and a larger one takes more', async () => {
    const naming = 'module.exports = (record, dyno, callback) => { console.log(record.id); callback(); };';
    const sample = async (percent: string) => {
      const { stdout } = await previewed(engine, naming, { items: records(400), args: ['--sample', percent] });
      return stdout.split('\n').filter(Boolean).sort();
    };
    const [some, again, more] = [await sample('10%'), await sample('10%'), await sample('30%')];
    expect(again).toEqual(some);
    expect(some.length).toBeGreaterThan(20);
    expect(some.length).toBeLessThan(65);
    expect(more.length).toBeGreaterThan(90);
    expect(more).toEqual(expect.arrayContaining(some));
  });

  test('a preview of 5,000 records holds no more memory than one of 500', async () => {
    const code = `
      module.exports = (record, dyno, callback) => dyno.putItem({ Item: { ...record, pad: 'x'.repeat(2000) } }, callback);
      module.exports.finish = (dyno, callback) => { gc(); console.log(Math.round(process.memoryUsage().heapUsed / 1e6)); callback(); };`;
    const heap = async (count: number) => {
      const name = 'memory.js';
      const { stdout, changes } = await previewed(
        engine,
        `require('v8').setFlagsFromString('--expose-gc'); const gc = require('vm').runInNewContext('gc'); ${code}`,
        {
          name,
          items: records(count),
          args: ['--concurrency', '10'],
        },
      );
      expect(changes).toHaveLength(count);
      return Number(stdout);
    };
    const [few, many] = [await heap(500), await heap(5_000)];
    // Twice 5,000 images of 2 KB would be 20 MB at the very least.
    expect(many - few).toBeLessThan(12);
  }, 120_000);

  test('one that is stopped shows what it has seen', async () => {
    const table = await createTable(engine);
    await seed(engine, table, records(50));
    const { 'slow.js': script } = writeFiles(dir, {
      'slow.js': `let n = 0; module.exports = async (record, dyno) => {
        await dyno.deleteItemAsync({ Key: { id: record.id } });
        if (++n < 3) return;
        process.kill(process.pid, 'SIGINT');
        await new Promise((resolve) => setTimeout(resolve, 500));
      };`,
    });
    const state = path.join(dir, 'stopped');
    const line = ['scan', `us-east-1/${table}`, script, '--preview', '--endpoint', engine.endpoint, '--state', state];
    const { code, stdout, stderr } = await runBin([...line, '--json']);
    expect(stderr).toMatch(/0 changed · 3 removed/);
    expect(stderr).toMatch(/preview: stopped by SIGINT after 3 records, 3 DeleteItem in [^\n]*, nothing written\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'interrupted', changes: { length: 3 } });
    expect(code).toBe(130);
    const [run] = readdirSync(path.join(state, 'runs'));
    expect(readdirSync(path.join(state, 'runs', run!)).sort()).toEqual([
      'changes.ndjson',
      'heartbeat',
      'lock',
      'run.json',
    ]);
    expect(await dump(engine, table)).toHaveLength(50);
  });

  test('a table that may not be described', async () => {
    proxy.reset((operation) => (operation === 'DescribeTable' ? accessDenied : undefined));
    const { code, stderr } = await previewed(engine, legacy, {}, proxy.endpoint);
    expect(stderr).toMatch(/The preview may not DescribeTable on \S+: /);
    expect(code).toBe(1);
  });
});

test.each([
  [['--preview', '--live'], /^error: --preview and --live exclude each other\n/],
  [['--sample', '5%'], /^error: --sample goes with --preview\n/],
  [['--live', '--redact', 'a'], /^error: --redact goes with --preview\n/],
  [['--preview', '--sample', '0%'], /^error: --sample must be a percentage/],
  [['--preview', '--redact', 'a..b'], /^error: --redact: "a\.\.b" is not an attribute path\n/],
  [['--preview', '--hide-values', '--errors', 'f'], /^error: --errors keeps records as they are/],
])('%j', async (args, message) => {
  const { code, stderr } = await runMain(['scan', 'us-east-1/none', 'script.js', ...args]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
