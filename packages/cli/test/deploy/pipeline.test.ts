import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, type EngineProxy, latency, startProxy } from '@dynamodb-migrate/test-tools';
import { addAuth, archive, count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const tables = async (env: string) => [await dump(engine, `experiments-${env}`), await dump(engine, `archive-${env}`)];

let proxy: EngineProxy;
afterAll(() => proxy?.stop());

test('from three scripts in a repository to production, and back', async () => {
  proxy = await startProxy({ to: engine });
  const { run, start, git, dir, add, configure, environment } = await givenFleet(engine, { records: 60 });
  const place = { ...environment, endpoint: proxy.endpoint };
  configure({ environments: { staging: place, production: { ...place, protected: true } } });
  const before = await tables('production');

  // A repository with three scripts as they were written for years.
  add({ [names.auth]: addAuth, [names.archive]: archive, [names.count]: count });
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.email', 'ada@example.com');
  git('config', 'user.name', 'Ada');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Scripts');
  const commit = git('rev-parse', 'HEAD').trim();
  const on = (env: string) => ({ env: { K8S_ENV: env } });

  expect(await start(['init'])).toMatchObject({ code: 0 });
  expect(await start(['status'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/pending/) });

  // The plan becomes a comment of the merge request.
  const page = () => readFileSync(path.join(dir, 'plan.md'), 'utf8');
  const plan = (env: string, how = run) => how(['plan', '--out', `${env}.json`, '--markdown', 'plan.md'], on(env));
  expect(await plan('production', start)).toMatchObject({ code: 0 });
  expect(page()).toContain('<!-- dynamodb-migrate plan: production -->');
  expect(page()).toContain('3 scripts: **20** added, **100** changed, **20** removed.');

  // A script is changed after that: what was reviewed is not what would run.
  add({ [names.count]: `${count}\n// counts visits` });
  git('commit', '--quiet', '--all', '--message', 'Say what it counts');
  expect(await run(['approve', 'production.json', '--by', 'bob'])).toMatchObject({ code: 0 });
  expect(await run(['apply', '--plan', 'production.json'], on('production'))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/count\.js was changed after the plan was made/),
  });
  expect(await tables('production')).toEqual(before);

  // Once more, for staging first.
  expect(await plan('staging')).toMatchObject({ code: 0 });
  expect(await run(['apply', '--plan', 'staging.json'])).toMatchObject({ code: 0 });
  expect(await plan('production')).toMatchObject({ code: 0 });
  expect(await run(['apply', '--plan', 'production.json'], on('production'))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/nobody has approved this plan/),
  });
  expect(await start(['approve', 'production.json', '--by', 'bob'])).toMatchObject({ code: 0 });

  // The job dies half way through the last script.
  proxy.reset((operation) => (operation === 'UpdateItem' ? latency(15) : undefined));
  const dying = start(['apply', '--plan', 'production.json'], on('production'));
  const counted = async () =>
    (await dump(engine, 'experiments-production')).filter(({ n }) => (n as { N: string }).N !== '0');
  while ((await counted()).length < 10) await sleep(5);
  dying.child.kill('SIGKILL');
  expect(await dying).toMatchObject({ signal: 'SIGKILL' });
  await proxy.idle();
  expect((await counted()).length).toBeLessThan(40);
  proxy.reset();

  // The next job is kept out by the lease of the dead one, which would run out within 30 seconds.
  expect(await start(['apply', '--plan', 'production.json'], on('production'))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/production is locked by apply by/),
  });
  expect(await start(['unlock', '--force', '--confirm', 'production'], on('production'))).toMatchObject({ code: 0 });
  expect((await run(['status'], on('production'))).stdout).toMatch(/interrupted/);
  const resumed = await start(['apply', '--plan', 'production.json'], on('production'));
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/count\.js: going on with run/) });
  // No record was counted twice, and production is what staging is.
  expect((await counted()).map(({ n }) => n)).toEqual(Array(40).fill({ N: '1' }));
  const other = (items: unknown) => JSON.parse(JSON.stringify(items).replaceAll('"production"', '"staging"'));
  expect(other(await tables('production'))).toEqual(await tables('staging'));

  const status = await run(['status', '--env', 'production', '--strict']);
  expect(status.code).toBe(0);
  const history = JSON.parse((await start(['history', '--json'], on('production'))).stdout);
  expect(history.map(({ kind, script }: any) => `${kind}${script ? ` ${script}` : ''}`)).toEqual([
    'approved',
    'approved',
    ...[names.auth, names.archive].flatMap((name) => [`started ${name}`, `succeeded ${name}`]),
    `started ${names.count}`,
    'unlocked',
    `interrupted ${names.count}`,
    `started ${names.count}`,
    `succeeded ${names.count}`,
  ]);
  expect(history.at(-1)).toMatchObject({
    counts: { changed: 40, writes: 40 },
    from: { commit: expect.stringMatching(/^[0-9a-f]{40}$/), branch: 'main' },
  });
  expect(history.at(-1).from.commit).not.toBe(commit);

  // And back.
  expect(
    await run(['rollback', '--to', names.auth, '--live', '--confirm', 'production'], on('production')),
  ).toMatchObject({ code: 0 });
  expect((await run(['status'], on('production'))).stdout).toMatch(/pending/);
  expect(await start(['rollback', '--last', '--live', '--confirm', 'production'], on('production'))).toMatchObject({
    code: 0,
  });
  expect(await tables('production')).toEqual(before);
  expect(await start(['status', '--strict'], on('production'))).toMatchObject({ code: 1 });
}, 600_000);
