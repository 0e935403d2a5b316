import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forbidden, hostileText, seed } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { givenFleet, useDynalite } from './deploy/given';

const engine = useDynalite();

// As text that has gone through a file or a request is.
const text = hostileText().map((text) => Buffer.from(text).toString());
const fileName = text.map((name) => name.replace(/[\0/\\]/g, '').slice(0, 40));

const data = fc.record({
  ...{ key: text, attribute: text, value: text, inner: text, thrown: text, description: text, table: text },
  ...{ file: fileName, argument: text.map((word) => `x${word}`) },
});

const writing = ({ thrown, description, attribute, inner }: { [name: string]: string }, dies: boolean) => `
module.exports = async (record, dyno) => {
  if (${dies}) throw new Error(${JSON.stringify(thrown)});
  await dyno?.updateItemAsync({
    Key: { id: record.id },
    UpdateExpression: 'SET #a = :v, #t = :v, note = :v',
    ExpressionAttributeNames: { '#a': ${JSON.stringify(`a${attribute}`)}, '#t': ${JSON.stringify(`t${inner}`)} },
    ExpressionAttributeValues: { ':v': { [${JSON.stringify(inner)}]: [${JSON.stringify(thrown)}, record.id] } },
  });
};
module.exports.table = 'experiments-staging';
module.exports.description = ${JSON.stringify(description)};
`;

test('whatever data, scripts and arguments hold, nothing that is printed acts, hides or passes for a line of ours', async () => {
  let applied = 0;
  let conflicts = 0;
  const one = async (given: typeof data extends fc.Arbitrary<infer T> ? T : never) => {
    const { dir, environment, configure, run } = await givenFleet(engine, { records: 0 });
    const folder = path.join(dir, 'dynamodb-migrations');
    mkdirSync(folder);
    const script = path.join(folder, `2021-01-01-a${given.file}.js`);
    const write = (dies: boolean) => writeFileSync(script, writing(given, dies));
    const env = 'staging';
    configure({
      environments: { [env]: environment },
      tables: { [given.file]: `t${given.table}` },
    });
    const { key, attribute, value, inner } = given;
    const item = { id: { S: key }, n: { N: '1' }, [`t${attribute}`]: { M: { [inner]: { SS: [`v${value}`] } } } };
    await seed(engine, 'experiments-staging', [
      { ...item, id: { S: `k${key}` } },
      { ...item, id: { S: 'plain' } },
    ]);
    const expectSafe = async (...args: string[]) => {
      const { stdout, stderr } = await run(args);
      expect(stdout + stderr).not.toBe('');
      for (const printed of [stdout, stderr]) {
        expect(printed.replace(/[\n\t]/g, '')).not.toMatch(forbidden);
        expect(printed).not.toMatch(
          /^( {0,3}✔ applied 5|error: forged| {0,3}record id "x": forged| {2}rollback: rm|run 1$)/m,
        );
      }
      return stdout + stderr;
    };
    const fleet = async (...args: string[]) => expectSafe(...args, '--env', env);
    write(true);
    const scan = ['scan', 'us-east-1/experiments-staging', script, '--endpoint', engine.endpoint];
    await fleet('init');
    for (const flags of [[], ['--preview'], ['--live'], ['--preview', '--verbose', '--max-errors', '9']])
      expect(await expectSafe(...scan, ...flags)).toMatch(/^record /m);
    await fleet('plan');
    await fleet('apply');
    await expectSafe('show', 'last');
    await fleet('history');
    write(false);
    await expectSafe(...scan, '--preview');
    await fleet('rollback', '--last', '--live');
    await fleet('plan', '--out', 'plan.json', '--markdown', '-');
    // A name that holds a line break is none of a script.
    if (/is applied/.test(await fleet('apply'))) applied++;
    for (const args of [['status'], ['history'], ['verify'], ['lint']]) await fleet(...args).catch(() => {});
    await expectSafe('status');
    await expectSafe('lint');
    await expectSafe('runs');
    await seed(engine, 'experiments-staging', [{ ...item, id: { S: 'plain' }, note: { S: value } }]);
    if (/conflict/.test(await expectSafe('rollback', 'last'))) conflicts++;
    await expectSafe('rollback', 'last', '--only', given.argument);
    await expectSafe('rollback', 'last', '--live');
    await expectSafe('show', 'last');
    await fleet('rollback', '--last');
    writeFileSync(script.replace(/\.js$/, '.fixture.ndjson'), `${JSON.stringify({ ...item, id: { S: `k${key}` } })}\n`);
    await expectSafe('test', script);
    // What is asked for is quoted by refusals.
    const { argument } = given;
    await expectSafe(argument);
    await expectSafe('scan', `us-east-1/${argument}`, script, '--endpoint', engine.endpoint);
    await expectSafe('scan', 'us-east-1/experiments-staging', argument, '--endpoint', engine.endpoint);
    await expectSafe(...scan, `--${argument}`, '--concurrency', argument);
    await expectSafe('show', argument);
    await expectSafe('status', '--env', argument);
    await expectSafe('apply', '--env', env, '--plan', argument);
    writeFileSync(
      path.join(dir, 'dynamodb-migrate.config.json'),
      JSON.stringify({ environments: { [argument]: { [argument]: argument } } }),
    );
    await expectSafe('status');
    rmSync(dir, { recursive: true });
  };
  await fc.assert(fc.asyncProperty(data, one), { numRuns: 12 });
  expect([applied, conflicts].every((times) => times > 6)).toBe(true);
});
