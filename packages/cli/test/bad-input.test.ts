import { readdirSync } from 'node:fs';
import {
  accessDenied,
  type BinOptions,
  expiredToken,
  onOperations,
  runMain,
  serviceError,
  startProxy,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, given } = useEngine();
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  proxy = await startProxy({ to: engine });
});
afterAll(() => proxy.stop());

const { 'noop.js': noop } = writeFiles(tempDir(), {
  'noop.js': 'module.exports = (record, dyno, callback) => callback();',
});

function scan(database: string, args: string[] = [], env: BinOptions['env'] = {}) {
  return runMain(['scan', database, noop, ...args], { env: { AWS_MAX_ATTEMPTS: '2', ...env } });
}

const nobody = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
};

test('no such table', async () => {
  const { code, stderr } = await scan('us-east-1/no-such-table', ['--endpoint', engine.endpoint]);
  expect(stderr).toMatch(
    /^error: there is no table no-such-table in \S+ \(ResourceNotFoundException\)\n {2}Look at the names/,
  );
  expect(code).toBe(2);
});

test('no credentials', async () => {
  const { code, stderr } = await scan('us-east-1/some-table', [], nobody);
  expect(stderr).toMatch(/^error: no AWS credentials for table some-table in region us-east-1: [^\n]*\n {2}Log in/);
  expect(code).toBe(2);
});

test('an unknown profile', async () => {
  const { code, stderr } = await scan('us-east-1/some-table', ['--profile', 'nope'], nobody);
  expect(stderr).toMatch(/^error: there is no profile nope in the shared AWS configuration\n {2}There are none\./);
  expect(code).toBe(2);
});

test('expired credentials', async () => {
  proxy.reset(() => expiredToken);
  const { code, stderr } = await scan('us-east-1/some-table', ['--endpoint', proxy.endpoint]);
  expect(stderr).toMatch(
    /^error: the AWS credentials for table some-table in \S+ have expired \(ExpiredTokenException\)\n/,
  );
  expect(code).toBe(2);
});

test('no permission to scan', async () => {
  const message = 'User: arn:aws:iam::1:user/a is not authorized to perform: dynamodb:Scan on resource: t';
  proxy.reset(() => serviceError('AccessDeniedException', message));
  const { code, stderr } = await scan('us-east-1/some-table', ['--endpoint', proxy.endpoint]);
  expect(stderr).toMatch(
    /no permission on table some-table in [^\n]*dynamodb:Scan[^\n]*\n {2}Ask for dynamodb:Scan on the table/,
  );
  expect(code).toBe(2);
});

test('no permission to describe the table is no matter', async () => {
  const { table, script } = await given('module.exports = (record, dyno, callback) => callback();');
  proxy.reset(onOperations(['DescribeTable'], accessDenied));
  const { code, stderr } = await runMain(['scan', `us-east-1/${table}`, script, '--endpoint', proxy.endpoint]);
  expect(stderr).toMatch(/^dry run: 3 records in [^\n]*\n$/);
  expect(code).toBe(0);
});

test('endpoint down', async () => {
  const { code, stderr } = await scan('local/some-table', ['--endpoint', 'http://127.0.0.1:1']);
  expect(stderr).toMatch(
    /^error: cannot reach DynamoDB for table some-table at http:\/\/127\.0\.0\.1:1: [^\n]*ECONNREFUSED/,
  );
  expect(stderr).toMatch(/dynamodb-migrate local/);
  expect(code).toBe(2);
});

test('endpoint down on this machine is told within seconds', async () => {
  const began = Date.now();
  const args = ['scan', 'us-east-1/some-table', noop, '--endpoint', 'http://127.0.0.1:1'];
  const { code, stderr } = await runMain(args);
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(stderr).toMatch(/^error: cannot reach DynamoDB for table some-table at [^\n]*\n[^\n]*\n$/);
  expect(code).toBe(2);
});

test('endpoint down for a live stream is one message, before anything begins', async () => {
  const { 'puts.js': puts } = writeFiles(tempDir(), {
    'puts.js': 'module.exports = (Item, dyno, callback) => dyno.putItem({ Item }, callback);',
  });
  const cwd = tempDir();
  const began = Date.now();
  const { code, stdout, stderr } = await runMain(
    ['stream', 'us-east-1/some-table', puts, '--live', '--endpoint', 'http://127.0.0.1:1'],
    { input: '{"id":{"S":"a"}}\n', cwd },
  );
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(stderr).toMatch(/^error: cannot reach DynamoDB for table some-table at [^\n]*\n {2}Is [^\n]*\n$/);
  expect({ code, stdout, left: readdirSync(cwd) }).toEqual({ code: 2, stdout: '', left: [] });
});

test('an address that is not found is told before it could be called failing', async () => {
  const args = ['scan', 'us-east-1/some-table', noop, '--endpoint', 'http://no-such-host.invalid:8000'];
  const { code, stderr } = await runMain(args);
  expect(stderr).toMatch(
    /^error: cannot reach DynamoDB for table some-table at [^\n]*: getaddrinfo [^\n]*\n {2}Is the [^\n]*\n$/,
  );
  expect(code).toBe(2);
});

test('what fails for more than four seconds is told', async () => {
  const { table, script } = await given('module.exports = (record, dyno, callback) => callback();');
  proxy.reset(onOperations(['Scan'], serviceError('InternalServerError', 'oops', 500), 8));
  const { code, stderr } = await runMain(['scan', `us-east-1/${table}`, script, '--endpoint', proxy.endpoint]);
  expect(stderr).toMatch(
    /^Scan on \S+ keeps failing and is tried again \(attempt \d of 11\): InternalServerError: oops\n/,
  );
  expect(code).toBe(0);
});

test.each([
  ['mars-1/t', [], 'mars-1 is not an AWS region'],
  ['t', [], '"t" is not region/table'],
  ['us-east-1/', [], '"us-east-1/" is not region/table'],
])('%s is no database', async (database, args, message) => {
  const { code, stderr } = await scan(database, args);
  expect(stderr).toContain(`error: ${message}\n`);
  expect(code).toBe(2);
});

test('an ARN names region and table', async () => {
  const { table, script } = await given('module.exports = (record, dyno, callback) => callback();');
  proxy.reset();
  const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
  await runMain(['scan', arn, script, '--endpoint', proxy.endpoint]);
  expect(proxy.requests()[0]!.body.TableName).toBe(arn);
});

test('the endpoint may come from the environment', async () => {
  const { table, script } = await given('module.exports = (record, dyno, callback) => callback();');
  const { code, stderr } = await runMain(['scan', `us-east-1/${table}`, script], {
    env: { AWS_ENDPOINT_URL: engine.endpoint },
  });
  expect(stderr).toMatch(/^dry run: 3 records/);
  expect(code).toBe(0);
});
