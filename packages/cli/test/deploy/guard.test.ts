import { createLedger } from '@dynamodb-migrate/ledger';
import { dump } from '@dynamodb-migrate/test-tools';
import { startSts } from '../support/sts-server';
import { givenFleet, useDynalite } from './given';

const engine = useDynalite();

/** Puts whole records back, while an application adds 10 to the n of r2. */
const putsBack = `
const environment = process.env.K8S_ENV;
let added = false;
module.exports = async (record, dyno) => {
  if (!dyno) return;
  if (record.id === 'r2' && !added && process.env.APPLICATION) {
    added = true;
    await fetch(process.env.APPLICATION, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.UpdateItem', 'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=fake/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify({
        TableName: 'experiments-' + environment, Key: { id: { S: 'r2' } },
        UpdateExpression: 'ADD n :ten', ExpressionAttributeValues: { ':ten': { N: '10' } },
      }),
    });
  }
  await dyno.putItem({ Item: { ...record, status: 'new' } }).promise();
};
module.exports.table = 'experiments-\${env}';
`;
const name = '2021-05-04T12:41:17Z-puts-back.js';
const of = async (environment: string) =>
  (await dump(engine, `experiments-${environment}`)).find(({ id }) => (id as { S: string }).S === 'r2');

test.each([
  ['staging', {}, '0'],
  ['staging', { defaults: { guard: true } }, '10'],
  ['production', {}, '10'],
  ['production', { environments: { production: { guard: false } } }, '0'],
])('apply in %s with %j', async (environment, config, n) => {
  const given = await givenFleet(engine, { scripts: { [name]: putsBack } });
  const { environments = {}, ...rest } = config as { environments?: { production?: object } };
  given.configure({
    ...rest,
    environments: {
      staging: given.environment,
      production: { ...given.environment, protected: true, ...environments.production },
    },
  });
  const env = { K8S_ENV: environment };
  await given.run(['init'], { env });
  await given.run(['plan', '--out', 'plan.json'], { env });
  await given.run(['approve', 'plan.json', '--by', 'ada'], { env });
  const { code, stderr } = await given.run(['apply', '--plan', 'plan.json'], {
    env: { ...env, APPLICATION: engine.endpoint },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr });
  expect(await of(environment)).toMatchObject({ n: { N: n }, status: { S: 'new' } });
  const isGuarded = n === '10';
  expect(stderr.includes('ran again on 1 record')).toBe(isGuarded);
  expect(/1 write undid .* --only-overwritten\n {2}experiments-\w+, id "r2": n\n/.test(stderr)).toBe(!isGuarded);
  const history = await createLedger({ send: engine.send, table: given.ledger }).history(environment);
  const { counts, details } = history.at(-1)!;
  expect(counts!.overwritten).toBe(isGuarded ? undefined : 1);
  const item = { table: `experiments-${environment}`, key: { id: { S: 'r2' } }, attributes: ['n'] };
  expect(details!.overwritten).toEqual(isGuarded ? undefined : [item]);
});

test('plan names scripts that put whole records back', async () => {
  const { run } = await givenFleet(engine, { scripts: { [name]: putsBack } });
  await run(['init']);
  const { stderr } = await run(['plan', '--out', 'plan.json', '--markdown', 'plan.md']);
  expect(stderr).toContain('  line 20: it puts the whole record back, and with it what an application has changed');
});

test('the account of an environment is insisted on before anything is written, the ledger included', async () => {
  const sts = await startSts(() => 'me');
  try {
    const given = await givenFleet(engine, { scripts: { [name]: putsBack } });
    const { env } = sts;
    const account = (number: string) =>
      given.configure({ environments: { staging: { ...given.environment, account: number } } });
    account('222222222222');
    await given.run(['init']);
    const sentence =
      'these are credentials of account 111111111111 (arn:aws:iam::111111111111:user/me), and account 222222222222 is expected';
    for (const command of [['apply'], ['rollback', '--last', '--live'], ['adopt', name]]) {
      expect(await given.run(command, { env })).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
    }
    expect(await createLedger({ send: engine.send, table: given.ledger }).history('staging')).toEqual([]);
    account('111111111111');
    expect((await given.run(['apply'], { env })).code).toBe(0);
  } finally {
    sts.stop();
  }
});
