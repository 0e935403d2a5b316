import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashScript } from '@dynamodb-migrate/ledger';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { addAuth, applied, bump, noTable, scripts, useFleet } from './given';

const { given } = useFleet();

test('before there is a ledger', async () => {
  const { run, table } = given();
  const one = await run(['status', '--env', 'staging']);
  expect(one).toMatchObject({ code: 2, stdout: '' });
  expect(one.stderr).toContain(`there is no ledger: the table ${table} is not there`);
  expect(one.stderr).toContain('dynamodb-migrate init');
  const all = await run(['status', '--json']);
  expect(all.code).toBe(1);
  const { environments } = JSON.parse(all.stdout);
  expect(environments).toMatchObject([
    { environment: 'staging', error: { code: 'NO_LEDGER' } },
    { environment: 'production', error: { code: 'NO_LEDGER', hint: expect.stringContaining('init') } },
  ]);
});

test('pending scripts are no problem, unless they are said to be', async () => {
  const { run, ledger } = given();
  await ledger.init();
  const { code, stdout } = await run(['status', '--env', 'staging']);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^staging: 3 pending\n/) });
  expect(stdout).toContain(`pending  ${addAuth}  experiments-staging`);
  expect(stdout).toContain(`no table yet         add: module.exports.table = 'TABLE-\${env}';`);
  expect((await run(['status', '--env', 'staging', '--strict'])).code).toBe(1);
});

test('every environment, or the one that the variable names', async () => {
  const { run, ledger, folder } = given();
  await ledger.init();
  for (const script of [addAuth, bump, noTable]) {
    await applied(ledger, 'staging', script, hashScript(`${folder}/${script}`));
  }
  const all = await run(['status']);
  expect(all.code).toBe(0);
  expect(all.stdout).toMatch(/^staging: 3 applied\n/);
  expect(all.stdout).toContain('\n\nproduction (protected): 3 pending\n');
  expect(all.stdout).toMatch(/applied {2}\S+-add-auth\.js {2}experiments-staging {2}\S+ \S+ UTC by ada, run run-of-/);
  const one = await run(['status', '--strict', '--json'], { K8S_ENV: 'staging' });
  expect(one.code).toBe(0);
  expect(JSON.parse(one.stdout).environments).toMatchObject([
    { environment: 'staging', protected: false, ok: true, upToDate: true, counts: { applied: 3 } },
  ]);
  const both = await run(['status', '--all', '--json'], { K8S_ENV: 'staging' });
  expect(JSON.parse(both.stdout).environments).toHaveLength(2);
});

test('scripts that changed, are gone, out of order or broken', async () => {
  const { run, ledger, folder } = given();
  await ledger.init();
  await applied(ledger, 'staging', addAuth, hashScript(`${folder}/${addAuth}`));
  await applied(ledger, 'staging', '2021-06-30T00:00:00Z-gone.js', 'ab'.repeat(32));
  await applied(ledger, 'staging', noTable, hashScript(`${folder}/${noTable}`));
  writeFileSync(`${folder}/${addAuth}`, `${scripts[addAuth]}// changed\n`);
  writeFileSync(`${folder}/2021-08-01T00:00:00Z-broken.js`, 'module.exports = (record => {');
  const { code, stdout } = await run(['status', '--env', 'staging']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^staging: 1 changed, 2 pending, 1 missing, 1 applied\n/);
  expect(stdout).toContain(`${addAuth} was changed since it was applied`);
  expect(stdout).toContain('2021-06-30T00:00:00Z-gone.js is applied but gone');
  expect(stdout).toContain(`${bump} is pending, but ${noTable} behind it is applied`);
  expect(stdout).toContain('2021-08-01T00:00:00Z-broken.js cannot be loaded: ');
});

test('who holds the lock', async () => {
  const { run, ledger } = given();
  await ledger.init();
  const lease = await ledger.acquireLease({ environment: 'staging', owner: 'apply by ada' });
  const { stdout } = await run(['status', '--env', 'staging']);
  expect(stdout).toContain('locked by apply by ada since ');
  await lease.release();
});

describe('what is asked for in vain', () => {
  test('no configuration', async () => {
    const { run } = given();
    const dir = tempDir();
    const { code, stderr } = await run(['status', '--config', `${dir}/dynamodb-migrate.config.js`]);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no configuration');
  });

  test('an environment that is not known', async () => {
    const { code, stderr } = await given().run(['status', '--env', 'stagin']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no environment stagin in the configuration: did you mean staging?');
    expect(stderr).toContain('Known are staging, production.');
  });

  test('a key that is not known', async () => {
    const { root, run } = given();
    writeFiles(root, { 'dynamodb-migrate.config.json': '{"enviroments":{}}' });
    const { code, stderr } = await run(['status']);
    expect(code).toBe(2);
    expect(stderr).toContain('enviroments is not known: did you mean environments?');
  });

  test.each([
    [['status', '--live'], '--live is nothing that status knows'],
    [['status', 'staging'], 'staging is nothing that status knows'],
    [['status', '--all', '--env', 'staging'], '--all and --env exclude each other'],
    [['status', '--stric'], 'did you mean --strict?'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await given().run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  test('a ledger that cannot be reached', async () => {
    const settings = { environments: { staging: { region: 'us-east-1', endpoint: 'http://127.0.0.1:9' } } };
    const { code, stderr } = await given(scripts, settings).run(['history', '--env', 'staging'], {
      AWS_MAX_ATTEMPTS: '1',
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: cannot reach DynamoDB for table ledger-\d+ at http:\/\/127\.0\.0\.1:9: /);
  });
});

test('environments are asked side by side, and told in their order', async () => {
  const asked: string[] = [];
  let bothAsked = () => {};
  const both = new Promise<void>((resolve) => {
    bothAsked = resolve;
  });
  // Neither answers before the other was asked.
  const serve = async (name: string) => {
    const server = createServer((request, response) => {
      if (!asked.includes(name)) asked.push(name);
      if (asked.length === 2) bothAsked();
      request.resume().on('end', async () => {
        await both;
        response.writeHead(400);
        response.end(JSON.stringify({ __type: 'x#ResourceNotFoundException', message: 'not found' }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const [staging, production] = [await serve('staging'), await serve('production')];
  const place = (endpoint: string) => ({ region: 'us-east-1', endpoint });
  const { run } = given(scripts, {
    environments: { production: place(production.endpoint), staging: place(staging.endpoint) },
  });
  const { stdout } = await run(['status', '--all', '--json']);
  for (const { server } of [staging, production]) server.close();
  expect(JSON.parse(stdout).environments).toMatchObject([
    { environment: 'production', error: { code: 'NO_LEDGER' } },
    { environment: 'staging', error: { code: 'NO_LEDGER' } },
  ]);
});
