import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dump } from '@dynamodb-migrate/test-tools';
import { addAuth, archive, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();

test('applies what is pending, in order, once', async () => {
  const { run } = await givenFleet(engine, { scripts: { [names.auth]: addAuth, [names.archive]: archive } });
  expect(await run(['apply'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/there is no ledger/) });
  await run(['init']);
  const applied = await run(['apply', '--json']);
  console.log(applied.stderr, applied.stdout);
  expect(applied.code).toBe(0);
  expect((await dump(engine, 'archive-staging')).map(({ auth }) => auth)).toEqual([
    { M: { issuer: { S: 'staging' } } },
    { M: { issuer: { S: 'staging' } } },
  ]);
  const again = await run(['apply']);
  expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/staging: nothing to apply/) });
  const plan = await run(['plan']);
  console.log(plan.stderr);
});

test('plan', async () => {
  const { run, dir } = await givenFleet(engine, { scripts: { [names.auth]: addAuth, [names.archive]: archive, [names.count]: count } });
  await run(['init']);
  const plan = await run(['plan', '--out', 'plan.json', '--markdown', 'plan.md']);
  console.log(plan.stderr, plan.stdout);
  console.log(readFileSync(path.join(dir, 'plan.md'), 'utf8'));
  console.log(readFileSync(path.join(dir, 'plan.json'), 'utf8'));
  console.log(await run(['apply', '--plan', 'plan.json']));
});
