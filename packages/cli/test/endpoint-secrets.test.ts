import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type BinResult,
  createTable,
  dump,
  type MainOptions,
  runMain,
  seed,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';
import { addAuth, givenFleet, names, useDynalite } from './deploy/given';

// An address may have a user and a password. They are not sent, and nothing keeps or shows them.

const engine = useDynalite();

const marker = 'hunter2';
const secretive = (endpoint: string) => endpoint.replace('://', `://some-${marker}:word-${marker}@`);

/** Everything that was printed, and where. */
function listening() {
  const said: string[] = [];
  const hear = async (what: string, result: Promise<BinResult>) => {
    const { code, stdout, stderr } = await result;
    said.push(`${what}\n${stdout}\n${stderr}`);
    return { code, stdout, stderr };
  };
  return { said, hear };
}

function filesIn(dir: string): { [name: string]: string } {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.join(parentPath, name));
  return Object.fromEntries(paths.map((file) => [path.relative(dir, file), readFileSync(file, 'latin1')]));
}

const script = `
module.exports = async (record, dyno) => {
  if (process.env.FAIL && record.id === 'r2') throw new Error('on purpose');
  if (!dyno || record.id.endsWith('-copy')) return;
  const other = require('@mapbox/dyno')({ table: process.env.TABLE, region: 'us-east-1', endpoint: process.env.OTHER });
  await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } });
  await other.putItemAsync({ Item: { id: record.id + '-copy', n: 1 } });
};`;

test('a run and all that is done with it', async () => {
  const dir = tempDir();
  writeFiles(dir, { 'script.js': script });
  const table = await createTable(engine);
  const items = ['r1', 'r2', 'r3'].map((S) => ({ id: { S }, n: { N: '1' } }));
  await seed(engine, table, items);
  const proxy = await startProxy({ to: engine });
  const { said, hear } = listening();
  const endpoint = secretive(proxy.endpoint);
  const env = { TABLE: table, OTHER: secretive(engine.endpoint) };
  const run = (args: string[], more = {}) =>
    hear(args.join(' '), runMain(args, { cwd: dir, env: { ...env, ...more } }));
  const scan = (...flags: string[]) => ['scan', `us-east-1/${table}`, 'script.js', '--endpoint', endpoint, ...flags];

  const outputs = [
    await run(scan()),
    await run(scan('--preview', '--json')),
    await run(scan('--live'), { FAIL: 'yes' }),
  ];
  expect(outputs.map(({ code }) => code)).toEqual([0, 0, 1]);
  expect((await run(['runs'])).code).toBe(0);
  expect((await run(['show', 'last'])).stdout).toContain(proxy.endpoint);
  const failed = JSON.parse((await run(['show', 'last', '--json'])).stdout);
  expect(failed.endpoint).toBe(proxy.endpoint);
  // With them, and without, as it is told how to go on.
  expect((await run(scan('--live', '--resume', failed.id), { FAIL: 'yes' })).code).toBe(1);
  expect(
    (
      await run([
        'scan',
        `us-east-1/${table}`,
        'script.js',
        '--endpoint',
        proxy.endpoint,
        '--live',
        '--resume',
        failed.id,
      ])
    ).code,
  ).toBe(0);
  expect(await dump(engine, table)).toHaveLength(6);
  expect((await run(['rollback', failed.id, '--json'])).code).toBe(0);
  expect((await run(['rollback', failed.id, '--endpoint', endpoint])).code).toBe(0);
  expect((await run(['rollback', failed.id, '--endpoint', endpoint, '--live'])).code).toBe(0);
  expect(await dump(engine, table)).toEqual(items);
  expect((await run(['rollback', 'last', '--live'])).code).toBe(0);
  expect((await run(scan('--live', '--resume', failed.id))).code).toBe(2);
  for (const variable of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB']) {
    for (const region of ['local', 'us-east-1']) {
      const given = { [variable]: endpoint };
      expect((await run(['scan', `${region}/${table}`, 'script.js', '--live'], given)).code).toBe(0);
      expect((await run(['rollback', 'last', '--live'], given)).code).toBe(0);
    }
  }
  await proxy.stop();
  const once = { AWS_MAX_ATTEMPTS: '1' };
  expect((await run(scan('--live'), once)).code).toBe(2);
  expect((await run(['rollback', failed.id], once)).code).toBe(2);
  for (const bad of [
    `ftp://a:${marker}@host`,
    `http//a:${marker}@host`,
    `http://a:${marker}@host:x`,
    `http://host?X-Amz-Signature=${marker}`,
    `http://host#${marker}`,
    `http://a:#${marker}@host`,
  ]) {
    expect((await run(['scan', `us-east-1/${table}`, 'script.js', '--endpoint', bad])).code).toBe(2);
  }

  // The command lines are ours.
  expect(said.map((text) => text.slice(text.indexOf('\n'))).filter((text) => text.includes(marker))).toEqual([]);
  const kept = filesIn(path.join(dir, '.dynamodb-migrate'));
  expect(Object.keys(kept).filter((name) => name.endsWith('.journal')).length).toBeGreaterThan(4);
  expect(Object.keys(kept).filter((name) => kept[name]!.includes(marker))).toEqual([]);
}, 120_000);

test('environments of a configuration, and their ledger', async () => {
  const { dir, configure, run: runHere, ledger } = await givenFleet(engine, { scripts: { [names.auth]: addAuth } });
  const environment = { region: 'us-east-1', endpoint: secretive(engine.endpoint) };
  configure({ environments: { staging: environment, production: { ...environment, protected: true } } });
  const { said, hear } = listening();
  const run = (args: string[], options: MainOptions = {}) => hear(args.join(' '), runHere(args, options));
  for (const env of ['staging', 'production']) {
    const at = ['--env', env];
    const K8S_ENV = env;
    const done = async (...args: string[]) =>
      expect({ args, ...(await run(args, { env: { K8S_ENV } })) }).toEqual({
        args,
        code: 0,
        stdout: expect.anything(),
        stderr: expect.anything(),
      });
    await done('init', ...at);
    await done('init', ...at, '--print', 'terraform');
    await done('plan', ...at, '--out', `${env}.json`, '--markdown', `${env}.md`);
    await done('plan', ...at, '--json');
    await done('approve', `${env}.json`, '--by', 'ada');
    await run(['status', ...at, '--json'], { env: { K8S_ENV } });
    await done('iam-policy', ...at);
    await done('apply', ...at, ...(env === 'production' ? ['--plan', `${env}.json`] : []));
    await done('status', ...at);
    await done('verify', ...at);
    await done('history', ...at, '--json');
    await done('history', ...at);
    await done('runs', '--json');
    await run(['unlock', ...at], { env: { K8S_ENV } });
    await done('rollback', '--last', ...at, '--live', '--json', '--confirm', env);
    await done('history', ...at, '--json');
  }
  const bad = { staging: { region: 'us-east-1', endpoint: `ftp://a:${marker}@host` } };
  configure({ environments: bad });
  expect((await run(['status', '--env', 'staging'])).code).toBe(2);
  configure({ environments: { staging: { region: 'us-east-1', endpoint: `http://a:${marker}@127.0.0.1:1` } } });
  expect((await run(['status', '--env', 'staging'], { env: { AWS_MAX_ATTEMPTS: '1' } })).code).toBe(2);

  expect(said.filter((text) => text.includes(marker))).toEqual([]);
  const kept = filesIn(dir);
  const found = Object.keys(kept).filter((name) => kept[name]!.includes(marker));
  expect(found).toEqual(['dynamodb-migrate.config.json']);
  expect(JSON.stringify(await dump(engine, ledger))).not.toContain(marker);
}, 120_000);
