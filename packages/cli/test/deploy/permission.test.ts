import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLedger, type LedgerEvent, type Plan } from '@dynamodb-migrate/ledger';
import { dump } from '@dynamodb-migrate/test-tools';
import { startSts } from '../support/sts-server';
import { addAuth, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const table = 'experiments-production';
const production = (user = 'ada') => ({
  env: { K8S_ENV: 'production', GITLAB_CI: 'true', GITLAB_USER_LOGIN: user },
});

async function given(config: object = {}) {
  const fleet = await givenFleet(engine, { scripts: { [names.count]: count }, config });
  await fleet.run(['init'], production());
  const run = (args: string[], user?: string) => fleet.run(args, production(user));
  const plan = (...args: string[]) => run(['plan', '--out', 'plan.json', ...args]);
  const approve = (user: string, by = user) => run(['approve', 'plan.json', '--by', by], user);
  const apply = (...args: string[]) => run(['apply', '--plan', 'plan.json', ...args]);
  const ledger = createLedger({ send: engine.send, table: fleet.ledger });
  const kinds = async () => (await ledger.history('production')).map(({ kind }) => kind);
  return { ...fleet, run, runWith: fleet.run, plan, approve, apply, kinds, ledgerTable: ledger };
}

/** A fleet whose script is applied. */
async function applied() {
  const fleet = await given();
  fleet.add({ [names.auth]: addAuth });
  expect(await fleet.run(['adopt', names.auth, '--confirm', 'production'])).toMatchObject({ code: 0 });
  await fleet.plan();
  await fleet.approve('ada');
  expect(await fleet.apply()).toMatchObject({ code: 0 });
  const [run] = JSON.parse((await fleet.run(['runs', '--json'])).stdout);
  return { ...fleet, id: run.id as string };
}

describe('what undoes or overrules is confirmed as apply is', () => {
  const commands: [string, (id: string) => string[]][] = [
    ['rollback of a run', (id) => ['rollback', id, '--live']],
    ['rollback of the last script', () => ['rollback', '--last', '--live']],
    ['rollback to a script', () => ['rollback', '--to', names.auth, '--live']],
    ['adopt', () => ['adopt', '2022-01-01T00:00:00Z-later.js']],
    ['unlock --force', () => ['unlock', '--force']],
  ];

  async function standing(name: string) {
    const fleet = await applied();
    if (name === 'adopt') fleet.add({ '2022-01-01T00:00:00Z-later.js': addAuth });
    if (name === 'unlock --force') {
      await fleet.ledgerTable.acquireLease({ environment: 'production', owner: 'grace' });
    }
    return { ...fleet, before: { items: await dump(engine, table), kinds: await fleet.kinds() } };
  }

  test.each(commands)('%s is not done unless it is confirmed', async (name, args) => {
    const { run, kinds, id, before } = await standing(name);
    for (const confirm of [[], ['--confirm', 'staging'], ['--confirm', 'yes']]) {
      const { code, stderr } = await run([...args(id), ...confirm]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(
          /^error: production is protected, and .*\n {2}Type its name when you are asked, or give --confirm production\.\n$/,
        ),
      });
      expect({ items: await dump(engine, table), kinds: await kinds() }).toEqual(before);
    }
  });

  test.each(commands)('%s is done with its name', async (name, args) => {
    const { run, kinds, id, before } = await standing(name);
    const { code, stderr } = await run([...args(id), '--confirm', 'production']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect((await kinds()).length).toBeGreaterThan(before.kinds.length);
  });

  test('what is only looked at, and what is not protected, is not confirmed', async () => {
    const { run, id } = await applied();
    expect(await run(['rollback', id])).toMatchObject({ code: 0 });
    expect(await run(['rollback', '--last'])).toMatchObject({ code: 0 });
    expect(await run(['unlock'])).toMatchObject({ code: 0 });
    await run(['init', '--env', 'staging']);
    expect(await run(['adopt', names.count, '--env', 'staging'])).toMatchObject({ code: 0 });
  });
});

describe('the tolerance of a protected environment is that of the plan', () => {
  test.each<[planned: string[], asked: string[], code: number]>([
    [[], [], 0],
    [[], ['--tolerance', '10%'], 0],
    [[], ['--tolerance', '2%'], 0],
    [[], ['--tolerance', '11%'], 2],
    [[], ['--tolerance', '100000%'], 2],
    [['--tolerance', '30%'], ['--tolerance', '30%'], 0],
    [['--tolerance', '0%'], ['--tolerance', '1%'], 2],
  ])('plan %j, apply %j: exit %i', async (planned, asked, code) => {
    const { plan, approve, apply } = await given({ defaults: { tolerance: '10%' } });
    await plan(...planned);
    await approve('ada');
    const before = await dump(engine, table);
    const told = await apply(...asked);
    expect(told.code).toBe(code);
    if (code === 0) return;
    const allowed = planned[1] ?? '10%';
    expect(told.stderr).toContain(
      `error: production is protected, and a tolerance of ${asked[1]} is more than the ${allowed} of the plan\n`,
    );
    expect(await dump(engine, table)).toEqual(before);
  });

  test('a configuration that is changed after the plan was approved changes nothing', async () => {
    const { plan, approve, apply, configure, dir } = await given({ defaults: { tolerance: '0%' } });
    await plan();
    await approve('ada');
    configure({ defaults: { tolerance: '100%' } });
    expect(JSON.parse(readFileSync(path.join(dir, 'plan.json'), 'utf8'))).toMatchObject({ tolerance: '0%' });
    await engine.send('PutItem', { TableName: table, Item: { id: { S: 'new' }, n: { N: '0' } } });
    const { code, stderr } = await apply();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('changed is 7, planned 6') });
  });

  test('a plan that says nothing means 10%', async () => {
    const { plan, approve, apply, dir } = await given({ defaults: { tolerance: '50%' } });
    await plan();
    const file = path.join(dir, 'plan.json');
    const { tolerance: _, ...older } = JSON.parse(readFileSync(file, 'utf8')) as Plan;
    writeFileSync(file, JSON.stringify(older));
    await approve('ada');
    expect(await apply('--tolerance', '50%')).toMatchObject({ code: 2 });
    expect(await apply('--tolerance', '10%')).toMatchObject({ code: 0 });
  });

  test('elsewhere it is what was asked for', async () => {
    const { run } = await given();
    await run(['init', '--env', 'staging']);
    await run(['plan', '--env', 'staging', '--out', 'plan.json']);
    const apply = ['apply', '--env', 'staging', '--plan', 'plan.json', '--tolerance', '90%'];
    expect(await run(apply)).toMatchObject({ code: 0 });
  });
});

describe.each([
  ['of all', { approvals: { by: 'another' } }],
  ['of the environment', 'environment'],
])('approvals by another, configured %s', (_, how) => {
  async function another() {
    const fleet = await given();
    const environments = {
      production: { ...fleet.environment, protected: true, approvals: { by: 'another' } },
    };
    fleet.configure(how === 'environment' ? { environments } : (how as object));
    return fleet;
  }

  test('who made a plan does not approve it, whatever name they give', async () => {
    const { plan, approve, apply, kinds } = await another();
    await plan();
    for (const by of ['ada', 'grace', ' ADA']) {
      const { code, stderr } = await approve('ada', by);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(
          'error: the plan was made by ada, and production wants it approved by another\n',
        ),
      });
    }
    // In the name of who made it.
    expect(await approve('grace', 'ada')).toMatchObject({ code: 2 });
    expect(await kinds()).toEqual([]);
    expect(await apply()).toMatchObject({ code: 2, stderr: expect.stringContaining('nobody has approved this plan') });
  });

  test('another does, once', async () => {
    const { plan, approve, apply, kinds } = await another();
    await plan();
    expect(await approve('grace')).toMatchObject({ code: 0 });
    for (const [user, by] of [
      ['grace', 'grace'],
      ['grace', 'linus'],
      ['linus', 'grace'],
    ]) {
      const { code, stderr } = await approve(user!, by);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('has approved this plan before') });
    }
    expect(await approve('linus')).toMatchObject({ code: 0 });
    expect(await kinds()).toEqual(['approved', 'approved']);
    expect(await apply()).toMatchObject({ code: 0 });
  });

  test('an approval of their own that is in the ledger all the same does not count', async () => {
    const { plan, approve, apply, configure, environment, dir } = await another();
    await plan();
    const made = readFileSync(path.join(dir, 'plan.json'), 'utf8');
    configure({ environments: { production: { ...environment, protected: true } } });
    expect(await approve('ada')).toMatchObject({ code: 0 });
    configure(how === 'environment' ? { approvals: { by: 'another' } } : (how as object));
    expect(readFileSync(path.join(dir, 'plan.json'), 'utf8')).toBe(made);
    expect(await apply()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nobody but who made this plan has approved it'),
    });
  });

  test('a plan that does not say who made it is nobody’s to approve', async () => {
    const { plan, approve, configure, environment } = await another();
    configure({ environments: { production: { ...environment, protected: true } } });
    await plan();
    configure(how === 'environment' ? { approvals: { by: 'another' } } : (how as object));
    expect(await approve('grace')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the plan does not say who made it'),
    });
  });
});

test('anyone approves where nothing is configured, and the same plan is the same whoever makes it', async () => {
  const { plan, approve, run, dir } = await given();
  await plan();
  const made = readFileSync(path.join(dir, 'plan.json'), 'utf8');
  await run(['plan', '--out', 'plan.json'], 'grace');
  expect(readFileSync(path.join(dir, 'plan.json'), 'utf8')).toBe(made);
  expect(await approve('ada')).toMatchObject({ code: 0 });
  expect(await approve('ada')).toMatchObject({ code: 0 });
});

test('an approval tells who recorded it', async () => {
  const { plan, approve, run } = await given({ approvals: { by: 'another' } });
  await plan();
  await approve('grace', 'Grace Hopper');
  const [event] = JSON.parse((await run(['history', '--json'])).stdout) as LedgerEvent[];
  expect(event).toMatchObject({ by: { user: 'Grace Hopper' }, details: { recordedBy: 'grace' } });
});

test('a plan and its approval hold whose credentials they were made with, where the environment is on AWS', async () => {
  const sts = await startSts();
  try {
    const fleet = await given({ approvals: { by: 'another' } });
    const as = (user: string, key: string) => ({
      env: {
        ...production(user).env,
        ...sts.env,
        AWS_ACCESS_KEY_ID: key,
      },
    });
    expect(await fleet.runWith(['plan', '--out', 'plan.json'], as('ada', 'CIROLE'))).toMatchObject({ code: 0 });
    const madeBy = { user: 'ada', arn: 'arn:aws:iam::111111111111:user/CIROLE', ci: 'gitlab' };
    expect(JSON.parse(readFileSync(path.join(fleet.dir, 'plan.json'), 'utf8'))).toMatchObject({ madeBy });
    // Outside of CI, where whose credentials they are is not asked for, they may be the maker's.
    const unknown = { env: { K8S_ENV: 'production', GITLAB_CI: undefined, CI: undefined } };
    expect(await fleet.runWith(['approve', 'plan.json', '--by', 'grace'], unknown)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('whose yours are cannot be told'),
    });
    // A job's credentials are those of all who start one.
    const approve = await fleet.runWith(['approve', 'plan.json', '--by', 'grace'], as('grace', 'CIROLE'));
    expect(approve).toMatchObject({ code: 0 });
    const [event] = await fleet.ledgerTable.history('production');
    expect(event).toMatchObject({ details: { recordedBy: 'grace', arn: madeBy.arn, ci: 'gitlab' } });
  } finally {
    sts.stop();
  }
});
