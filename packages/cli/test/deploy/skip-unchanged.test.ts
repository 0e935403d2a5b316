import { dump } from '@dynamodb-migrate/test-tools';
import { givenFleet, useDynalite } from './given';

const engine = useDynalite();

const name = '2021-05-04T12:41:17Z-puts-back.js';
const putsBack = (skipUnchanged: unknown) => `
module.exports = async (record, dyno) => {
  if (!dyno) return;
  await dyno.putItem({ Item: record.id === 'r2' ? { ...record, status: 'new' } : { ...record } }).promise();
};
module.exports.table = 'experiments-\${env}';
module.exports.skipUnchanged = ${skipUnchanged};
`;

test.each([true, false])('apply of a script that says skipUnchanged: %s', async (skipUnchanged) => {
  const { run } = await givenFleet(engine, { scripts: { [name]: putsBack(skipUnchanged) } });
  const env = { K8S_ENV: 'staging' };
  await run(['init'], { env });
  expect(await run(['plan', '--out', 'plan.json'], { env })).toMatchObject({ code: 0 });
  const { code, stderr } = await run(['apply', '--plan', 'plan.json'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr });
  const skipped = /left out that would have changed nothing/;
  if (skipUnchanged) expect(stderr).toMatch(skipped);
  else expect(stderr).not.toMatch(skipped);
  const changed = (await dump(engine, 'experiments-staging')).filter(
    ({ status }) => (status as { S: string }).S === 'new',
  );
  expect(changed).toMatchObject([{ id: { S: 'r2' } }]);
});

test('a script whose skipUnchanged is neither true nor false is refused', async () => {
  const { run } = await givenFleet(engine, { scripts: { [name]: putsBack('"yes"') } });
  const env = { K8S_ENV: 'staging' };
  await run(['init'], { env });
  const { code, stderr } = await run(['plan'], { env });
  expect(code).not.toBe(0);
  expect(stderr).toContain('skipUnchanged must be true or false');
});
