import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, runBin, runMain } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { dir, engine, given, seen } = useEngine();

const put = (id: string) => `{ Item: { id: ${id}, seen: true } }`;
const each = `module.exports = (record, dyno, callback) => { if (!dyno) return callback(); dyno.putItem(${put('record.id')}, callback); };`;

/** Runs a script live, and gives its exit code, its run, and how many records it has written. */
async function live(code: string, { records = 3, flags = [] as string[] } = {}) {
  const { table, script, start } = await given(code, { records });
  const state = path.join(dir, table);
  const { code: exit, stdout, stderr } = await start(['--live', '--state', state, ...flags]);
  const [run] = JSON.parse((await runMain(['runs', '--json', '--state', state])).stdout);
  const list = (await runMain(['runs', '--state', state])).stdout;
  return { table, script, state, exit, stdout, stderr, run, list, seen: await seen(table) };
}

/** Ways to end the process at the end of things, with everything written. */
const atTheEnd: { [name: string]: (exit: string) => string } = {
  'in finish': (exit) => `${each} module.exports.finish = () => { ${exit} };`,
  'in finish, with a callback': (exit) => `${each} module.exports.finish = (dyno, callback) => { ${exit} };`,
  'in an async finish': (exit) => `${each} module.exports.finish = async () => { await null; ${exit} };`,
  'behind the callback of finish': (exit) =>
    `${each} module.exports.finish = (dyno, callback) => { callback(); ${exit} };`,
  'in a later tick of finish': (exit) => `${each} module.exports.finish = () => setTimeout(() => { ${exit} }, 20);`,
  'when a write of finish has landed': (exit) =>
    `${each} module.exports.finish = (dyno, callback) => { dyno.putItem(${put("'r1'")}, () => { ${exit} }); };`,
  'when an awaited write of finish has landed': (exit) =>
    `${each} module.exports.finish = async (dyno) => { try { await dyno.putItem(${put("'r1'")}).promise(); ${exit} } catch { process.exit(9); } };`,
  'when a stream of finish has ended': (exit) =>
    `${each} module.exports.finish = (dyno, callback) => {
       const stream = dyno.putStream().on('finish', () => { ${exit} });
       stream.end({ id: 'r1', seen: true });
     };`,
  'long after the last record': (exit) =>
    `${each} let left = 3; const migrate = module.exports;
     module.exports = (record, dyno, callback) => migrate(record, dyno, (error) => {
       callback(error);
       if (--left === 0) setTimeout(() => { ${exit} }, 300);
     });`,
  'when nothing is left to do': (exit) => `process.on('beforeExit', () => { ${exit} }); ${each}`,
};

const ways = Object.entries(atTheEnd);

test.each(ways)('%s, process.exit(0) is the end of a run that succeeded', async (_, code) => {
  const { table, state, exit, stdout, stderr, run, list, seen } = await live(code('process.exit(0);'));
  expect(stderr).toMatch(/^live: 3 records, \d PutItem/m);
  expect(stderr).not.toContain('before the run did');
  expect({ exit, stdout, seen, state: run.state }).toEqual({ exit: 0, stdout: '', seen: 3, state: 'succeeded' });
  expect(run).toMatchObject({ counts: { records: 3 }, endedAt: expect.any(String) });
  expect(run.error).toBeUndefined();
  expect(list).toContain('succeeded');
  const line = ['rollback', run.id, '--live', '--state', state, '--endpoint', engine.endpoint];
  expect(await runMain(line)).toMatchObject({ code: 0 });
  expect(await dump(engine, table)).toEqual(
    expect.arrayContaining([1, 2, 3].map((n) => ({ id: { S: `r${n}` }, n: { N: String(n) } }))),
  );
});

test.each(ways)('%s, process.exit(3) keeps its code, and the run has failed', async (_, code) => {
  const { exit, stderr, run, seen } = await live(code('process.exit(3);'));
  expect({ exit, seen, state: run.state }).toEqual({ exit: 3, seen: 3, state: 'failed' });
  expect(run.error).toContain('the script ended its process with exit code 3');
  expect(stderr).toMatch(/: the script ended its process with exit code 3\nlive: failed after 3 records/);
});

test('process.exit() takes the code that the script has set', async () => {
  const code = `${each} module.exports.finish = () => { process.exitCode = 4; process.exit(); };`;
  expect(await live(code)).toMatchObject({ exit: 4, run: { state: 'failed' } });
});

test.each([
  ['in flight', `dyno.putItem(${put("'r1'")}, () => {}); process.exit(0);`],
  [
    'written to a stream in batches',
    `
    const stream = dyno.putStream(); for (let n = 0; n < 30; n++) stream.write({ id: 'n' + n }); process.exit(0);`,
  ],
])('with a write %s it is not the end of the run', async (_, body) => {
  const { exit, stderr, run } = await live(`${each} module.exports.finish = (dyno, callback) => { ${body} };`);
  expect(stderr).toMatch(/^the process ended after 3 records, before the run did, with \d+ operations? under way$/m);
  expect({ exit, state: run.state }).toEqual({ exit: 1, state: 'interrupted' });
});

test.each([
  ['CommonJS', 'js', 'process.exit(0); module.exports = () => {};'],
  ['an ES module', 'mjs', 'process.exit(0); export default () => {};'],
  ['an ES module that waits', 'mjs', 'await null; process.exit(); export default () => {};'],
  ['TypeScript', 'ts', 'process.exit(0); export default () => {};'],
])('in a script that is loaded it has done nothing: %s', async (_, kind, code) => {
  const file = path.join(dir, `early.${kind}`);
  writeFileSync(file, code);
  const { table } = await given(each);
  for (const mode of [[], ['--live'], ['--preview']]) {
    const line = ['scan', `us-east-1/${table}`, file, '--endpoint', engine.endpoint, '--state', dir, ...mode];
    const { code: exit, stdout, stderr } = await runBin(line);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toBe('error: the script ended the process outside of its run, so no run came to its end\n');
  }
});

test('a code of its own that a script gives while it is loaded is kept', async () => {
  const file = path.join(dir, 'early-code.js');
  writeFileSync(file, 'process.exit(7);');
  const { table } = await given(each);
  const line = ['scan', `us-east-1/${table}`, file, '--endpoint', engine.endpoint];
  expect(await runBin(line)).toMatchObject({ code: 7, stderr: '' });
});

test.each([
  [
    'a record in flight',
    `module.exports = (record, dyno, callback) => { if (record.id === 'r2') process.exit(0); callback(); };`,
  ],
  [
    'records to come',
    `let n = 0; module.exports = (record, dyno, callback) => { callback(); if (++n === 150) process.exit(0); };`,
  ],
  [
    'records that wait',
    `let n = 0; module.exports = (record, dyno, callback) => { if (++n === 3) setTimeout(() => process.exit(0), 50); };`,
  ],
])('with %s it is not the end of the run', async (_, code) => {
  const { exit, stderr, run } = await live(code, { records: 200, flags: ['--concurrency', '3', '--page-size', '10'] });
  expect(stderr).toMatch(/^the process ended after \d+ records?, before the run did$/m);
  expect({ exit, state: run.state }).toEqual({ exit: 0, state: 'interrupted' });
});

test.each([
  ['a request', `dyno.putItem(${put("'r9'")});`],
  ['a record in a stream', `dyno.putStream().write({ id: 'r9' });`],
])('%s that was never sent makes it a run that failed', async (_, body) => {
  const { exit, stderr, run } = await live(`${each} module.exports.finish = (dyno) => { ${body} process.exit(0); };`);
  expect(stderr).toMatch(/^finish: \w+ on \S+ was made and never sent/m);
  expect({ exit, state: run.state }).toEqual({ exit: 1, state: 'failed' });
});

test('a record that has failed makes it a run that failed', async () => {
  const code = `module.exports = (record, dyno, callback) => callback(record.id === 'r2' && new Error('no'));
    module.exports.finish = () => process.exit(0);`;
  const { exit, run } = await live(code, { flags: ['--max-errors', '1'] });
  expect({ exit, state: run.state }).toEqual({ exit: 1, state: 'failed' });
});

test('a run that failed so is gone on with', async () => {
  const { table, script, state, run } = await live(
    `${each} module.exports.finish = () => process.exit(process.env.CODE ?? 3);`,
  );
  expect(run.state).toBe('failed');
  const line = ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, '--live', '--state', state];
  expect(await runBin([...line, '--resume', run.id], { env: { CODE: '0' } })).toMatchObject({ code: 0 });
  expect(JSON.parse((await runMain(['runs', '--json', '--state', state])).stdout)).toMatchObject([
    { state: 'succeeded', counts: { records: 3 } },
  ]);
});

test('a dry run that ends so is told as any', async () => {
  const { start } = await given(`${each} module.exports.finish = () => process.exit(0);`);
  expect(await start()).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^dry run: 3 records in \S+ s, nothing written\n$/),
  });
});

test('process.exitCode alone ends no run: what it did is kept, and the code, too', async () => {
  const { exit, run, seen } = await live(
    `${each} module.exports.finish = (dyno, callback) => { process.exitCode = 5; callback(); };`,
  );
  expect({ exit, seen, state: run.state }).toEqual({ exit: 5, seen: 3, state: 'succeeded' });
});

test('a preview that ends so cannot show what it found, and has not succeeded', async () => {
  const { start } = await given(`${each} module.exports.finish = () => process.exit(0);`);
  const { code, stderr } = await start(['--preview', '--state', path.join(dir, 'preview')]);
  expect(stderr).toBe('the process ended after 3 records, before the run did\n');
  expect(code).toBe(1);
});
