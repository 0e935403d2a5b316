import path from 'node:path';
import { runMain } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { dir, engine, given, seen } = useEngine();

const update = `dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }, done)`;

/** The only run of a state folder, and what becomes of its rollback. */
async function kept(state: string) {
  const [run] = JSON.parse((await runMain(['runs', '--json', '--state', state])).stdout);
  const { code } = await runMain(['rollback', run.id, '--live', '--state', state, '--endpoint', engine.endpoint]);
  return { state: run.state, counts: run.counts, undone: code === 0 };
}

describe('a write that begins after its record has called back', () => {
  test.each([
    ['from a timer', `const done = () => {}; callback(); setTimeout(() => ${update}, 300);`],
    [
      'from a promise behind a read',
      `const done = () => {};
       dyno.getItem({ Key: { id: record.id } }, async () => {
         await new Promise((resolve) => setTimeout(resolve, 100));
         ${update};
       });
       callback();`,
    ],
    [
      'from a file, a look-up and a compression',
      `const done = (error) => { if (error) throw error; };
       require('fs').readFile(__filename, () =>
         require('dns').lookup('localhost', () => require('zlib').gzip(Buffer.alloc(3e6), () => ${update})));
       callback();`,
    ],
  ])('%s is made, counted, journalled', async (_, body) => {
    const { table, start } = await given(`module.exports = (record, dyno, callback) => { ${body} };`, { records: 12 });
    const state = path.join(dir, table);
    const { code, stdout, stderr } = await start(['--live', '--state', state]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('12 UpdateItem');
    expect(await seen(table)).toBe(12);
    expect(await kept(state)).toMatchObject({ state: 'succeeded', counts: { UpdateItem: 12 }, undone: true });
    expect(await seen(table)).toBe(0);
  });

  test.each([[[]], [['--no-journal']]])('%j: fails the run, when it fails', async (flags) => {
    const { start } = await given(
      `module.exports = (record, dyno, callback) => {
         callback();
         if (record.id !== 'r2') return;
         setTimeout(() => dyno.putItem({ TableName: 'nowhere', Item: { id: 'a' } }, () => {}), 200);
       };`,
    );
    const { code, stderr } = await start(['--live', ...flags]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/record id "r2", PutItem on nowhere: /);
  });

  test('is waited for behind finish, too', async () => {
    const { table, start } = await given(
      `module.exports = (record, dyno, callback) => callback();
       module.exports.finish = (dyno, callback) => {
         const record = { id: 'r1' };
         const done = () => console.log('done');
         setTimeout(() => ${update}, 200);
         callback();
       };`,
    );
    expect(await start(['--live'])).toMatchObject({ code: 0, stdout: 'done\n' });
    expect(await seen(table)).toBe(1);
  });
});

test('what keeps a run longer than two seconds is told', async () => {
  const { start } = await given('module.exports = (_, __, callback) => { setTimeout(() => {}, 2500); callback(); };');
  const { code, stderr } = await start();
  expect(code).toBe(0);
  expect(stderr).toContain('all records are done; waiting for what the script has left running');
});

test.each([
  ['a timer of a dry run', [], 'late boom'],
  ['a timer of a live run', ['--live'], 'late boom'],
])('a throw behind the last callback, in %s, is a failed run that names the record', async (_, flags, message) => {
  const { start } = await given(
    `module.exports = (record, dyno, callback) => {
       callback();
       if (record.id === 'r2') setTimeout(() => { throw new Error('late boom'); }, 100);
     };`,
  );
  const { code, stderr } = await start(flags);
  expect(code).toBe(1);
  expect(stderr).toContain(`record id "r2": ${message}`);
  expect(stderr).toContain('failed after 3 records');
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([
  ['while it is loaded', (write: string) => `${write}; module.exports = (_, __, callback) => callback();`],
  [
    'from a timer',
    (write: string) => `module.exports = (_, __, callback) => { setTimeout(() => ${write}, 100); callback(); };`,
  ],
])('a dry run fails when a client of the script’s own writes %s', async (_, code) => {
  const client = `const d = require('dyno')({ table: 'other', region: 'us-east-1', endpoint: ${JSON.stringify(engine.endpoint)} });`;
  const { start } = await given(client + code('d.putItem({ Item: { id: "dry" } }, () => {})'), { records: 1 });
  const { code: exit, stderr } = await start();
  expect(exit).toBe(1);
  expect(stderr).toContain('PutItem to other was held back');
});
