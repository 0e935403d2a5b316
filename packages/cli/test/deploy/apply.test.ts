import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLedger } from '@dynamodb-migrate/ledger';
import { dump, type EngineProxy, type Fault, seed, startProxy } from '@dynamodb-migrate/test-tools';
import { addAuth, archive, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const numbers = async (table = 'experiments-staging') =>
  (await dump(engine, table)).map(({ n }) => Number((n as { N: string }).N));

test('applies what is pending, in order, once', async () => {
  const { run, start, ledger } = await givenFleet(engine, {
    scripts: { [names.auth]: addAuth, [names.archive]: archive },
  });
  expect(await start(['apply'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/there is no ledger/) });
  await start(['init']);
  const applied = await start(['apply', '--json']);
  expect(applied.code).toBe(0);
  const { scripts } = JSON.parse(applied.stdout);
  expect(scripts.map(({ script, state, counts }: any) => [script, state, counts])).toEqual([
    [names.auth, 'succeeded', { records: 6, added: 0, changed: 6, removed: 0, unchanged: 0, writes: 6, failed: 0 }],
    [names.archive, 'succeeded', { records: 6, added: 2, changed: 0, removed: 2, unchanged: 0, writes: 4, failed: 0 }],
  ]);
  expect((await dump(engine, 'archive-staging')).map(({ auth }) => auth)).toEqual(
    Array(2).fill({ M: { issuer: { S: 'staging' } } }),
  );
  expect(await run(['apply'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/staging: nothing to apply/) });

  const history = await createLedger({ send: engine.send, table: ledger }).history('staging');
  expect(history.map(({ kind, script }) => [kind, script])).toEqual([
    ['started', names.auth],
    ['succeeded', names.auth],
    ['started', names.archive],
    ['succeeded', names.archive],
  ]);
  expect(history[1]).toMatchObject({
    run: scripts[0].runs[0].run,
    tables: ['experiments-staging'],
    counts: { records: 6, changed: 6 },
    by: { user: expect.any(String), host: expect.any(String) },
  });
});

test('stops at the first failure, and goes on where it stopped', async () => {
  const failing = count.replace('{', '{ if (record.id === process.env.BAD) throw new Error("no luck");');
  const { run } = await givenFleet(engine, { scripts: { [names.auth]: failing, [names.archive]: archive } });
  await run(['init']);
  const failed = await run(['apply', '--config', 'dynamodb-migrate.config.json'], { env: { BAD: 'r5' } });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/add-auth\.js failed: record id "r5": no luck/);
  expect(failed.stderr).toMatch(/not begun: .*archive\.js/);
  expect(await dump(engine, 'archive-staging')).toEqual([]);
  const { resume, counts } = JSON.parse((await run(['show', 'last', '--json'])).stdout);
  expect(resume).toBe('dynamodb-migrate apply --env staging --config dynamodb-migrate.config.json');
  expect(counts.records).toBeLessThan(6);
  const resumed = await run(['apply']);
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/going on with run .*-add-auth-/) });
  const left = [...(await numbers()), ...(await numbers('archive-staging'))];
  expect(left).toEqual(Array(6).fill(1));
});

test('records that failed and were handled later have not failed in the end', async () => {
  const failing = count.replace('{', '{ if (record.id === process.env.BAD) throw new Error("no luck");');
  const script = `${failing}\nmodule.exports.expect = { failed: 0, records: 6 };`;
  const { run, ledger } = await givenFleet(engine, { scripts: { [names.count]: script } });
  await run(['init']);
  for (const BAD of ['r5', 'r2']) expect(await run(['apply'], { env: { BAD } })).toMatchObject({ code: 1 });
  expect(await run(['apply'])).toMatchObject({ code: 0 });
  const history = await createLedger({ send: engine.send, table: ledger }).history('staging');
  const ends = history.filter(({ kind }) => kind !== 'started');
  expect(ends.map(({ kind, counts }) => [kind, counts?.failed])).toEqual([
    ['failed', 1],
    ['failed', 1],
    ['succeeded', 0],
  ]);
});

test('all records count once, though it was killed, stopped and failed on the way', async () => {
  const slow = `module.exports = async (record, dyno) => {
    if (!dyno) return;
    if (record.id === process.env.BAD) throw new Error('no luck');
    await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } });
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.PACE || 0)));
  };
  Object.assign(module.exports, { table: 'experiments-staging', concurrency: 2, expect: { records: 200, failed: 0 } });`;
  const { run, start } = await givenFleet(engine, { scripts: { [names.count]: slow }, records: 200 });
  await run(['init']);
  const done = async () => (await numbers()).filter((n) => n === 1).length;
  for (const [signal, until] of [
    ['SIGKILL', 20],
    ['SIGTERM', 80],
    ['SIGKILL', 110],
  ] as const) {
    const applying = start(['apply'], { env: { PACE: '40' } });
    while ((await done()) < until) await new Promise((resolve) => setTimeout(resolve, 50));
    applying.child.kill(signal);
    await applying;
    await run(['unlock', '--force']);
  }
  expect(await run(['apply'], { env: { BAD: 'r200' } })).toMatchObject({ code: 1 });
  const applied = await run(['apply', '--json']);
  expect(JSON.parse(applied.stdout).scripts[0].counts).toMatchObject({ records: 200, changed: 200, failed: 0 });
  expect(applied.code).toBe(0);
}, 120_000);

describe('a write that was on its way when its process died counts once', () => {
  let proxy: EngineProxy;
  beforeAll(async () => {
    proxy = await startProxy({ to: engine });
  });
  afterAll(() => proxy.stop());

  test.each<[string, Fault]>([
    ['had arrived', async (exchange) => void (await exchange.forward())],
    ['never arrived', () => {}],
  ])('when it %s', async (_fate, withoutAnswer) => {
    const { run, start, configure, environment } = await givenFleet(engine, { scripts: { [names.count]: count } });
    configure({ environments: { staging: { ...environment, endpoint: proxy.endpoint } } });
    await run(['init']);
    expect(await run(['plan', '--out', 'plan.json'])).toMatchObject({ code: 0 });
    const arrived = new Promise<void>((resolve) => {
      let updates = 0;
      proxy.reset((operation) => {
        if (operation !== 'UpdateItem' || ++updates !== 3) return undefined;
        return async (exchange) => {
          await withoutAnswer(exchange);
          resolve();
        };
      });
    });
    const dying = start(['apply', '--plan', 'plan.json']);
    await arrived;
    dying.child.kill('SIGKILL');
    expect(await dying).toMatchObject({ signal: 'SIGKILL' });
    proxy.reset();
    await run(['unlock', '--force']);
    const applied = await run(['apply', '--plan', 'plan.json', '--tolerance', '0%', '--json']);
    expect(applied).toMatchObject({ code: 0 });
    const counts = { records: 6, changed: 6, unchanged: 0, writes: 6 };
    expect(JSON.parse(applied.stdout).scripts[0].counts).toMatchObject(counts);
    expect(await numbers()).toEqual(Array(6).fill(1));
  });
});

test('records that a run went past have failed, also once it is gone on with', async () => {
  const failing = count.replace('{', '{ if (record.id === process.env.BAD) throw new Error("no luck");');
  const config = { defaults: { maxErrors: 2 } };
  const { run } = await givenFleet(engine, { scripts: { [names.count]: failing }, config });
  await run(['init']);
  expect(await run(['apply'], { env: { BAD: 'r5' } })).toMatchObject({ code: 1 });
  const applied = await run(['apply', '--json']);
  expect(JSON.parse(applied.stdout).scripts[0].counts).toMatchObject({ records: 5, failed: 1, changed: 5 });
});

test('is not gone on with once the script has changed', async () => {
  const failing = count.replace('{', '{ if (record.id === "r5") throw new Error("no luck");');
  const { run, add } = await givenFleet(engine, { scripts: { [names.count]: failing } });
  await run(['init']);
  await run(['apply']);
  add({ [names.count]: count });
  const refused = await run(['apply']);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/count\.js was changed after \d records? of it/),
  });
  expect((await run(['rollback', '--last', '--live'])).code).toBe(0);
  expect((await run(['apply'])).code).toBe(0);
  expect(await numbers()).toEqual(Array(6).fill(1));
});

test('one that cannot be gone on with does not hide what was applied before it', async () => {
  const failing = count.replace('{', '{ if (record.id === "r5") throw new Error("no luck");');
  const { run, add } = await givenFleet(engine, { scripts: { [names.count]: failing } });
  await run(['init']);
  await run(['apply']);
  add({ [names.auth]: addAuth, [names.count]: count });
  const applied = await run(['apply', '--json']);
  expect(applied.code).toBe(1);
  expect(JSON.parse(applied.stdout).scripts).toMatchObject([
    { script: names.auth, state: 'succeeded' },
    { script: names.count, state: 'failed', runs: [], error: expect.stringMatching(/was changed after/) },
  ]);
  expect(applied.stderr).toMatch(/rollback \S+-count-\S+ --live/);
});

test.each([[[]], [['--plan', 'plan.json']]])(
  'nor is one whose run came to its end, though its apply did not, with %j',
  async (flags) => {
    const unmet = `${count}\nmodule.exports.expect = { added: 1 };`;
    const { run, add } = await givenFleet(engine, { scripts: { [names.count]: unmet } });
    await run(['init']);
    expect(await run(['apply'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/added is 0, expected 1/) });
    add({ [names.count]: count.replace(":one': 1", ":one': 10") });
    await run(['plan', '--out', 'plan.json']);
    const refused = await run(['apply', ...flags]);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/count\.js was changed after 6 records of it\n.*rollback \S+-count-\S+ --live/),
    });
    const [, ...rollback] = /\((dynamodb-migrate rollback \S+ --live)\)/.exec(refused.stderr)![1]!.split(' ');
    expect(await run(rollback)).toMatchObject({ code: 0 });
    expect(await run(['apply'])).toMatchObject({ code: 0 });
    expect(await numbers()).toEqual(Array(6).fill(10));
  },
);

test('nor is one that stopped before its second table', async () => {
  const both = `${count}
    module.exports.table = ['experiments-staging', 'archive-staging'];
    module.exports.before = async (dyno) => { if ((await dyno.scanAsync({})).Count === 0) throw new Error('empty'); };`;
  const { run, add } = await givenFleet(engine, { scripts: { [names.count]: both } });
  await run(['init']);
  expect(await run(['apply'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/count\.js failed: empty/) });
  add({ [names.count]: `${both}\nmodule.exports.before = undefined;` });
  expect(await run(['apply'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/was changed after 6 records/) });
});

test('runs once over each of several tables, and goes on with the one that was stopped', async () => {
  const both = `${count}\nmodule.exports.table = ['experiments-staging', 'experiments-production'];`;
  const failing = both.replace(
    '{',
    '{ seen.add(record.id); if (seen.size > 6 || record.id === process.env.BAD) throw new Error("no luck");',
  );
  const { run } = await givenFleet(engine, { scripts: { [names.count]: `const seen = new Set();\n${failing}` } });
  await run(['init']);
  await seed(engine, 'experiments-production', [{ id: { S: 'only' }, n: { N: '0' } }]);
  const failed = await run(['apply'], { env: { BAD: 'only' } });
  expect(failed.stderr).toMatch(/failed: record id "only": no luck/);
  const applied = await run(['apply', '--json']);
  expect(applied).toMatchObject({ code: 0 });
  const [{ runs, counts }] = JSON.parse(applied.stdout).scripts;
  expect(runs.map(({ table }: any) => table)).toEqual(['experiments-staging', 'experiments-production']);
  expect(counts).toMatchObject({ changed: 13, writes: 13 });
  expect([...(await numbers()), ...(await numbers('experiments-production'))]).toEqual(Array(13).fill(1));
});

test('one that names no table is listed with the line to add, and the others are applied', async () => {
  const { run } = await givenFleet(engine, {
    scripts: { '2020-01-01-old.js': 'module.exports = (record, dyno, callback) => callback();', [names.count]: count },
  });
  await run(['init']);
  const applied = await run(['apply']);
  expect(applied.code).toBe(0);
  expect(applied.stderr).toMatch(
    /2020-01-01-old\.js names no table yet; add: module\.exports\.table = 'TABLE-\$\{env\}';/,
  );
  expect(await numbers()).toEqual(Array(6).fill(1));
});

test('what a script expects of its counts stops it, at once or at its end', async () => {
  const expecting = (expected: string) => `${count}\nmodule.exports.expect = ${expected};`;
  const { run, add } = await givenFleet(engine, { scripts: { [names.count]: expecting("{ changed: '<= 3' }") } });
  await run(['init']);
  const stopped = await run(['apply']);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/stopped, as this is more than the script expects: changed is 4, expected <= 3/);
  expect((await numbers()).filter((n) => n === 1)).toHaveLength(4);
  expect((await run(['rollback', '--last', '--live'])).code).toBe(0);
  expect(await numbers()).toEqual(Array(6).fill(0));

  add({ [names.count]: expecting("{ changed: '>= 10' }") });
  const ended = await run(['apply']);
  expect(ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/not what the script expects: changed is 6, expected >= 10/),
  });
});

test.each<[string, string[], object, RegExp]>([
  ['expect', [], { expect: { changed: '<= 3' } }, /changed is \d, expected <= 3/],
  ['the plan', ['--plan', 'plan.json'], { concurrency: 2 }, /changed is \d, planned 3/],
])(
  'one that was stopped by %s writes nothing more when it is tried again',
  async (_whose, flags, metadata, message) => {
    const script = `${count}\nObject.assign(module.exports, ${JSON.stringify(metadata)});`;
    const { run, dir, ledger } = await givenFleet(engine, { scripts: { [names.count]: script } });
    await run(['init']);
    await run(['plan', '--out', 'plan.json']);
    const file = path.join(dir, 'plan.json');
    const plan = JSON.parse(readFileSync(file, 'utf8'));
    plan.scripts[0].counts.changed = 3;
    writeFileSync(file, JSON.stringify(plan));
    const stopped = await run(['apply', ...flags]);
    expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(stopped.stderr).toMatch(/the same command again would end so again; roll it back: .*rollback --last --live/);
    expect(stopped.stderr).not.toMatch(/go on with the same command/);
    const written = await numbers();
    const events = await createLedger({ send: engine.send, table: ledger }).history('staging');
    const again = await run(['apply', ...flags]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(again.stderr).not.toMatch(/go on with the same command/);
    expect(await numbers()).toEqual(written);
    expect(await createLedger({ send: engine.send, table: ledger }).history('staging')).toEqual(events);
    expect((await run(['rollback', '--last', '--live'])).code).toBe(0);
  },
);

test('writes in batches that were more than expected do not make a script applied', async () => {
  const batch = `module.exports = (record, dyno, callback) => {
    if (!dyno) return callback();
    dyno.batchWriteItem({ RequestItems: { 'experiments-staging': [{ PutRequest: { Item: { ...record, n: 1 } } }] } }, callback);
  };
  module.exports.table = 'experiments-\${env}';
  module.exports.expect = { changed: '<= 3' };`;
  const { run } = await givenFleet(engine, { scripts: { [names.count]: batch } });
  await run(['init']);
  for (const code of [1, 2]) {
    expect(await run(['apply'])).toMatchObject({ code, stderr: expect.stringMatching(/changed is 6, expected <= 3/) });
  }
});

test('assertions read, and cannot write', async () => {
  const asserting = (body: string) => `${count}
    module.exports.before = async (dyno) => { ${body} };
    module.exports.after = (dyno, callback) => dyno.scan({}, (err, data) => callback(err || (data.Items.every(({ n }) => n === 1) ? null : new Error('not all'))));`;
  const { run, add } = await givenFleet(engine, {
    scripts: { [names.count]: asserting("await dyno.putItemAsync({ Item: { id: 'x' } })") },
  });
  await run(['init']);
  expect(await run(['apply'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/PutItem .*was held back: .before. and .after. of a script can only read/),
  });
  add({ [names.count]: asserting("if ((await dyno.scanAsync({})).Count !== 6) throw new Error('too few')") });
  expect(await run(['apply'])).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(Array(6).fill(1));
});

test.each([
  ['its before fails', archive, "module.exports.before = () => { throw new Error('not yet'); };"],
  ['its table is missing', archive, "module.exports.table = 'missing-staging';"],
])('one that is not begun, as %s, gives no reason to roll back the one before', async (_why, script, more) => {
  const { run, add } = await givenFleet(engine, { scripts: { [names.auth]: addAuth } });
  await run(['init']);
  await run(['apply']);
  add({ [names.archive]: `${script}\n${more}` });
  const { code, stderr } = await run(['apply']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/nothing of it was begun; give the same command again once that is put right/);
  expect(stderr).not.toMatch(/rollback/);
  expect(await run(['status'])).toMatchObject({ stdout: expect.stringMatching(/pending/) });
});

test('two never apply together, and one that is dead blocks for no longer than its lease', async () => {
  const { run, ledger: table } = await givenFleet(engine, { scripts: { [names.count]: count } });
  await run(['init']);
  const ledger = createLedger({ send: engine.send, table });
  const lease = await ledger.acquireLease({ environment: 'staging', owner: 'apply by bob on build-8', seconds: 5 });
  expect(await run(['apply'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/staging is locked by apply by bob on build-8/),
  });
  const waiting = run(['apply', '--wait', '20s']);
  await lease.release();
  expect(await waiting).toMatchObject({ code: 0 });
});

test('one whose lock was broken stops, and writes no more', async () => {
  const slow = `module.exports = async (record, dyno) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (dyno) await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } });
  };
  module.exports.table = 'experiments-\${env}';`;
  const { run, ledger: table } = await givenFleet(engine, { scripts: { [names.count]: slow }, records: 60 });
  await run(['init']);
  const ledger = createLedger({ send: engine.send, table });
  const applying = run(['apply', '--json']);
  while (!(await numbers()).includes(1)) await new Promise((resolve) => setTimeout(resolve, 20));
  await ledger.unlock({ environment: 'staging', force: true, by: { user: 'ada', host: 'here' } });
  const stopped = await applying;
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/the lease on staging was lost: somebody else broke it/);
  expect(stopped.stderr).toMatch(/go on with the same command again/);
  expect(JSON.parse(stopped.stdout).scripts).toMatchObject([{ state: 'failed', runs: [{ run: expect.any(String) }] }]);
  const written = (await numbers()).filter((n) => n === 1).length;
  expect(written).toBeLessThan(60);
}, 120_000);

test('tables that are not there', async () => {
  const { run } = await givenFleet(engine, { scripts: { [names.count]: count.replace('experiments', 'missing') } });
  await run(['init']);
  expect(await run(['apply'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/there is no table missing-staging/),
  });
  expect(await run(['plan'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/there is no table missing-staging/),
  });
});

test('writes in batches are counted by what they do', async () => {
  const batch = `module.exports = (record, dyno, callback) => {
    if (!dyno) return callback();
    const table = 'experiments-' + process.env.K8S_ENV;
    const requests = [
      { PutRequest: { Item: { ...record, n: record.id === 'r1' ? 0 : 1 } } },
      { PutRequest: { Item: { id: 'copy-of-' + record.id } } },
    ];
    dyno.batchWriteItem({ RequestItems: { [table]: requests } }, callback);
  };
  module.exports.table = 'experiments-\${env}';`;
  const { run } = await givenFleet(engine, { scripts: { [names.count]: batch } });
  await run(['init']);
  await run(['plan', '--out', 'plan.json']);
  const applied = await run(['apply', '--plan', 'plan.json', '--tolerance', '0%', '--json']);
  expect(applied.code).toBe(0);
  expect(JSON.parse(applied.stdout).scripts[0].counts).toMatchObject({
    added: 6,
    changed: 5,
    unchanged: 1,
    writes: 12,
  });
});

test('what was run by hand is adopted, not run', async () => {
  const { run, start, ledger } = await givenFleet(engine, {
    scripts: { [names.auth]: addAuth, [names.archive]: archive, [names.count]: count },
  });
  await run(['init']);
  expect(await run(['adopt', '2021-06-11T08:02:50Z-archve.js'])).toMatchObject({ code: 2 });
  expect(await start(['adopt', 'archive'])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/staging: 2 scripts adopted/),
  });
  expect(await run(['apply'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/staging: 1 script applied/) });
  expect(
    (await dump(engine, 'experiments-staging')).every(({ auth, n }) => !auth && (n as { N: string }).N === '1'),
  ).toBe(true);
  const state = await createLedger({ send: engine.send, table: ledger }).state('staging');
  expect(state.scripts.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
  expect(await run(['rollback', '--to', names.archive, '--live'])).toMatchObject({ code: 0 });
  expect(await run(['rollback', '--last', '--live'])).toMatchObject({ code: 2 });
});

/** A script that is half done. */
async function halfDone(scripts: { [file: string]: string }, config: object = {}) {
  const fleet = await givenFleet(engine, { scripts, records: 40, config });
  await fleet.run(['init']);
  const state = path.join(fleet.dir, '.dynamodb-migrate');
  const stopping = fleet.start(['apply'], { env: { SLOW: '50' } });
  const changed = async () =>
    (await dump(engine, 'experiments-staging')).filter(({ n }) => (n as { N: string }).N !== '0').length;
  while ((await changed()) < 5) await sleep(20);
  stopping.child.kill('SIGTERM');
  expect(await stopping).toMatchObject({ code: 143 });
  return { ...fleet, state, changed, id: readdirSync(path.join(state, 'runs'))[0]! };
}

const slowly = (text: string) =>
  text.replace('if (dyno)', 'if (process.env.SLOW) await new Promise((go) => setTimeout(go, 50)); if (dyno)');

test('a run of an environment is gone on with by apply alone', async () => {
  const { run, id, changed, dir, environment } = await halfDone({ [names.count]: slowly(count) });
  const before = await changed();
  const script = path.join('dynamodb-migrations', names.count);
  for (const force of [[], ['--force-resume']]) {
    const scan = [
      'scan',
      'us-east-1/experiments-staging',
      script,
      '--live',
      '--guard',
      '--endpoint',
      environment.endpoint,
    ];
    const { code, stderr } = await run([...scan, '--resume', id, ...force]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /it was made by apply for staging\n {2}Go on with it by `dynamodb-migrate apply --env/,
      ),
    });
  }
  expect(await changed()).toBe(before);
  expect(existsSync(path.join(dir, script))).toBe(true);
  expect(await run(['apply'])).toMatchObject({ code: 0 });
  expect(await changed()).toBe(40);
});

test('a script that was stopped half way over a table that is not its own any more is not applied', async () => {
  const untabled = slowly(count).replace(/module\.exports\.table = .*/, '');
  const tables = (name: string) => ({ tables: { [names.count]: name } });
  const { run, configure, changed } = await halfDone({ [names.count]: untabled }, tables('experiments-staging'));
  const before = await changed();
  configure(tables('archive-staging'));
  expect(await run(['apply'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /was stopped half way over experiments-staging, which is not among its tables any more/,
    ),
  });
  configure(tables('experiments-staging'));
  expect(await run(['apply'])).toMatchObject({ code: 0 });
  expect(before).toBeLessThan(40);
  expect(await changed()).toBe(40);
});

test('of a script that is half done the run stays when old ones are removed, and it is adopted by its own name only', async () => {
  const later = '2022-01-01T00:00:00Z-later.js';
  const { run, id, state } = await halfDone({ [names.count]: slowly(count), [later]: archive });
  expect(await run(['runs', 'prune', '--older-than', '0s'])).toMatchObject({ code: 0 });
  expect(existsSync(path.join(state, 'runs', id))).toBe(true);
  expect((await run(['adopt', later])).stderr).toBe(
    `${later} is taken for applied\n${names.count} was begun and is not at its end: apply it, roll it back, or adopt it by its own name\nstaging: 1 script adopted\n`,
  );
  expect((await run(['adopt', names.count])).stderr).toBe(
    `${names.count} is taken for applied\nstaging: 1 script adopted\n`,
  );
  expect(await run(['apply'])).toMatchObject({ code: 0, stderr: 'staging: nothing to apply\n' });
});

test('a script that ends the process ends its run, but not what is left to be done', async () => {
  const exiting = `${count}\nmodule.exports.finish = (dyno, callback) => (process.env.EXIT ? process.exit(0) : callback());`;
  const { run, start } = await givenFleet(engine, { scripts: { [names.auth]: exiting, [names.archive]: archive } });
  await run(['init']);
  const ended = await start(['apply'], { env: { EXIT: '1' } });
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/before the rest was done; give the same/) });
  const [exited] = JSON.parse((await run(['runs', '--json'])).stdout);
  expect(exited).toMatchObject({ state: 'succeeded', counts: { records: 6 } });
  await run(['unlock', '--force']);
  expect(await run(['apply'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/2 scripts applied/) });
  const left = [...(await numbers()), ...(await numbers('archive-staging'))];
  expect(left).toEqual(Array(6).fill(1));
});

test('a script that ends the process ends no plan', async () => {
  const exiting = `${count}\nmodule.exports.finish = () => process.exit(0);`;
  const { run, start } = await givenFleet(engine, { scripts: { [names.auth]: exiting } });
  await run(['init']);
  expect(await start(['plan'])).toMatchObject({ code: 1, stdout: '' });
});
