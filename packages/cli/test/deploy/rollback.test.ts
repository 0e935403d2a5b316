import { createLedger } from '@dynamodb-migrate/ledger';
import { dump, seed } from '@dynamodb-migrate/test-tools';
import { addAuth, archive, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const tables = async () => [await dump(engine, 'experiments-staging'), await dump(engine, 'archive-staging')];

/** A fleet whose scripts are applied to staging. */
async function applied(scripts: { [file: string]: string }) {
  const fleet = await givenFleet(engine, { scripts });
  const before = await tables();
  await fleet.run(['init']);
  expect(await fleet.run(['apply'])).toMatchObject({ code: 0 });
  const ledger = createLedger({ send: engine.send, table: fleet.ledger });
  const kinds = async () => (await ledger.history('staging')).map(({ kind, script }) => `${kind} ${script}`);
  return { ...fleet, before, kinds };
}

const all = { [names.auth]: addAuth, [names.archive]: archive, [names.count]: count };

test('rolls back the last script, and the next time the one before', async () => {
  const { run, before, kinds } = await applied(all);
  const told = await run(['rollback', '--last']);
  expect(told).toMatchObject({ code: 0, stderr: expect.stringMatching(/count\.js would be rolled back: 4 restored/) });
  expect(await kinds()).toHaveLength(6);
  for (const [name, what] of [
    [names.count, '4 restored'],
    [names.archive, '2 deleted, 2 recreated'],
    [names.auth, '6 restored'],
  ]) {
    const taken = await run(['rollback', '--last', '--live']);
    expect(taken).toMatchObject({ code: 0, stderr: expect.stringContaining(`${name} is rolled back: `) });
    for (const part of what!.split(', ')) expect(taken.stderr).toContain(part);
  }
  expect(await tables()).toEqual(before);
  expect(await run(['rollback', '--last', '--live'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/nothing is applied to staging/),
  });
  expect((await kinds()).slice(6)).toEqual(
    [names.count, names.archive, names.auth].flatMap((name) => [`rollback started ${name}`, `rolled back ${name}`]),
  );
  expect(await run(['apply'])).toMatchObject({ code: 0 });
});

test('rolls back all that came after a script', async () => {
  const { run, before } = await applied(all);
  const told = await run(['rollback', '--to', names.auth]);
  // Each as the one before it leaves the tables: nothing is a conflict.
  expect(told.stderr).toMatch(
    /count\.js would be rolled back: 4 restored\n.*archive\.js would be rolled back: 2 deleted, 2 recreated/,
  );
  expect(await run(['rollback', '--to', names.auth, '--live'])).toMatchObject({ code: 0 });
  const [experiments, archived] = await tables();
  expect(experiments!.map(({ auth, n }) => [auth !== undefined, n])).toEqual(Array(6).fill([true, { N: '0' }]));
  expect(archived).toEqual([]);
  expect(await run(['rollback', '--to', names.count])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/is not applied/),
  });
  expect(await run(['rollback', '--last', '--live'])).toMatchObject({ code: 0 });
  expect(await tables()).toEqual(before);
});

test('what others have changed since is left to them, and what comes before is not touched', async () => {
  const { run, kinds } = await applied({ [names.auth]: addAuth, [names.count]: count });
  await seed(engine, 'experiments-staging', [{ id: { S: 'r1' }, n: { N: '100' } }]);
  const taken = await run(['rollback', '--to', names.auth, '--live', '--json']);
  expect(taken.code).toBe(1);
  expect(JSON.parse(taken.stdout).scripts[0].counts).toMatchObject({ restored: 5, conflict: 1 });
  expect((await kinds()).at(-1)).toBe(`rollback failed ${names.count}`);
  expect(await run(['apply'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/rollback of .*count\.js did not come to its end/),
  });
  expect(await run(['rollback', '--last', '--live', '--force'])).toMatchObject({ code: 0 });
  expect((await kinds()).at(-1)).toBe(`rolled back ${names.count}`);
});

const withDown = `${count}
  module.exports.down = async (record, dyno) => {
    await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': -1 } });
  };`;

test('what lies before a script with a down is shown as that leaves the tables', async () => {
  const first = '2021-01-01T00:00:00Z-first.js';
  const { run, before, kinds } = await applied({ [first]: addAuth, [names.auth]: count, [names.count]: withDown });
  const stand = await tables();
  const told = await run(['rollback', '--to', first]);
  expect(told).toMatchObject({ code: 0 });
  expect(told.stderr).toMatch(
    /count\.js would be rolled back: by its down\n.*add-auth\.js would be rolled back: 6 restored/,
  );
  expect(await tables()).toEqual(stand);
  expect(await kinds()).toHaveLength(6);
  expect(await run(['rollback', '--to', first, '--live'])).toMatchObject({ code: 0 });
  expect(await run(['rollback', '--last', '--live'])).toMatchObject({ code: 0 });
  expect(await tables()).toEqual(before);
});

test.each([
  [
    `${withDown}\nconst sdk = () => require('@aws-sdk/client-dynamodb');`,
    0,
    /cannot be shown, .*count\.js loads .*add-auth\.js/,
  ],
  [`${count}\nmodule.exports.down = () => { throw new Error('no way back'); };`, 1, /left as they are: .*add-auth\.js/],
])('where it cannot be, that is said, and nothing counts as a conflict', async (script, code, message) => {
  const first = '2021-01-01T00:00:00Z-first.js';
  const { run } = await applied({ [first]: addAuth, [names.auth]: count, [names.count]: script });
  const told = await run(['rollback', '--to', first]);
  expect(told).toMatchObject({ code, stderr: expect.stringMatching(message) });
  expect(told.stderr).not.toMatch(/conflict/);
});

test('of a down that starts processes it is not known that nothing was written', async () => {
  const first = '2021-01-01T00:00:00Z-first.js';
  const { run } = await applied({
    [first]: addAuth,
    [names.auth]: count,
    [names.count]: `${withDown}\nrequire('node:child_process');`,
  });
  expect((await run(['rollback', '--to', first])).stderr).toMatch(/^nothing written through dyno; add --live/m);
});

test('by down, where a script has one', async () => {
  const { run, before, kinds } = await applied({ [names.count]: withDown });
  expect(await run(['rollback', '--last'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/by its down/) });
  expect(await run(['rollback', '--last', '--live'])).toMatchObject({ code: 0 });
  expect(await tables()).toEqual(before);
  expect((await kinds()).at(-1)).toBe(`rolled back ${names.count}`);
});

test.each([
  [['rollback'], /--last or --to/],
  [['rollback', '--last', '--to', 'x'], /exclude each other/],
  [['rollback', '2026-11-23T19-00-00Z-x', '--last'], /does not go with/],
  [['rollback', '2026-11-23T19-00-00Z-x', '--env', 'staging'], /goes with --last or --to/],
])('%j is refused', async (args, message) => {
  const { run } = await givenFleet(engine);
  expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
});
