import { gzipSync } from 'node:zlib';
import { runBin, runMain, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const dir = tempDir();
const { exported, gzipped, truncated } = writeFiles(dir, {
  exported: '{"Item":{"id":{"S":"a"},"n":{"N":"1"}}}\n{"Item":{"id":{"S":"b"},"n":{"N":"2"}}}\n',
  gzipped: gzipSync('{"id":{"S":"a"},"n":{"N":"1"}}\n'),
  truncated: gzipSync(
    Array.from({ length: 5000 }, (_, i) => `{"id":{"S":"${i}${Math.random()}"}}\n`).join(''),
  ).subarray(0, 20000),
});
const script = writeFiles(dir, {
  'print.js': 'module.exports = (record, dyno, callback) => { console.log(JSON.stringify(record)); callback(); };',
})['print.js'];

const noAws = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
};

function stream(input: string | Uint8Array, args: string[] = []) {
  return runMain(['stream', 'us-east-1/none', script, ...args], { input, env: noAws });
}

test.each<[string, string | Uint8Array, string[], string[]]>([
  ['wire form', '{"id":{"S":"a"},"n":{"N":"1"}}\n{"id":{"S":"b"}}', [], ['{"id":"a","n":1}', '{"id":"b"}']],
  ['plain JSON', '{"id":"a"}\n\n{"id":"b"}\r\n', ['--dyno'], ['{"id":"a"}', '{"id":"b"}']],
  ['gzip on stdin', gzipSync('{"id":"a"}\n'), ['--dyno'], ['{"id":"a"}']],
  ['lines of an S3 export', '', ['--input', exported], ['{"id":"a","n":1}', '{"id":"b","n":2}']],
  ['a gzipped file', '', ['--input', gzipped], ['{"id":"a","n":1}']],
  ['a byte order mark', '\ufeff{"id":"a"}\n', ['--dyno'], ['{"id":"a"}']],
  ['nothing', '', [], []],
])('%s, with no table, network or credentials', async (_, input, args, expected) => {
  const { code, stdout, stderr } = await stream(input, args);
  expect(stdout.split('\n').filter(Boolean)).toEqual(expected);
  expect(stderr).toMatch(/^dry run: \d records? in [^\n]*, nothing written\n$/);
  expect(code).toBe(0);
});

test.each<[string, string, string[], RegExp]>([
  ['a malformed line', '{"id":"a"}\n{"id":\n', ['--dyno'], /line 2 of stdin is not JSON/],
  [
    'plain JSON where wire form is due',
    '{"id":"a"}\n',
    [],
    /line 1 of stdin is not in DynamoDB's wire form[^\n]*\n {2}For plain JSON records add --dyno/,
  ],
  ['null', 'null\n', ['--dyno'], /line 1 of stdin is null/],
  ['truncated gzip', '', ['--input', truncated], /cannot be read beyond line \d+: its gzip data ends too early/],
])('%s fails the run with its line', async (_, input, args, message) => {
  const { code, stderr } = await stream(input, args);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/dry run: failed after/);
  expect(code).toBe(1);
});

test('an --input that is not there, and a folder', async () => {
  expect(await stream('', ['--input', 'no-such-file'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: --input: no-such-file is not there\n/),
  });
  expect(await stream('', ['--input', dir])).toMatchObject({ code: 2, stderr: expect.stringMatching(/is a folder/) });
});

test('the lines before a malformed one are handled', async () => {
  const { stdout } = await stream('{"id":"a"}\n{"id":\n{"id":"c"}\n', ['--dyno']);
  expect(stdout).toBe('{"id":"a"}\n');
});

test('a record that is never called back, however much input there is', async () => {
  const { 'stuck.js': stuck } = writeFiles(dir, { 'stuck.js': 'module.exports = (record, dyno, callback) => {};' });
  const running = runBin(['stream', 'us-east-1/none', stuck, '--dyno'], { input: null, env: noAws });
  running.child.stdin!.write('{"id":"a"}\n'.repeat(200_000));
  const { code, stderr } = await running;
  expect(stderr).toMatch(/never called back for line 1\n/);
  expect(code).toBe(1);
});

test('an error in the script names the line', async () => {
  const { 'fails.js': fails } = writeFiles(dir, { 'fails.js': 'module.exports = () => { throw new Error("no"); };' });
  const { code, stderr } = await runBin(['stream', 'us-east-1/none', fails], {
    input: '{"id":{"S":"a"}}\n',
    env: noAws,
  });
  expect(stderr).toMatch(/^record line 1 \(id "a"\): no \(at fails\.js:1\)/);
  expect(code).toBe(1);
});
