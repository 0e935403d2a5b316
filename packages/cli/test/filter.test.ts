import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { runBin, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const dir = tempDir();
const lines = '{"n":1}\n{"n":2}\n\n{"n":3}\n';
const given = writeFiles(dir, {
  'in.gz': gzipSync(lines),
  'members.gz': Buffer.concat([gzipSync('{"n":1}\n'), gzipSync('{"n":2}\n')]),
  'in.txt': lines,
  'cut.gz': gzipSync(Array.from({ length: 9000 }, Math.random).join('\n')).subarray(0, 30000),
  'odd.js': 'module.exports = (line) => line !== "" && JSON.parse(line).n % 2 === 1;',
  'async.mjs': 'export default async (line) => line !== "" && JSON.parse(line).n % 2 === 1;',
  'all.js': 'module.exports = () => true;',
  'fails.js': 'module.exports = (line) => JSON.parse(line);',
  'stuck.js': 'module.exports = (line) => line !== "" || new Promise(() => {});',
  'later.js': 'module.exports = (line) => { setTimeout(() => { throw new Error("too late"); }, 50); return true; };',
  'rejects.js': 'module.exports = (line) => { Promise.reject(new Error("let go")); return true; };',
  'nothing.js': 'module.exports = { line: 1 };',
  'there.gz': '',
});

function filter(...args: string[]) {
  return runBin(args, { script: 'dynamodb-filter', cwd: dir });
}

async function filtered(...args: string[]): Promise<string> {
  const output = path.join(dir, `out-${Math.random()}.gz`);
  const { code, stdout, stderr } = await filter(...args, '--output', output);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `Finished writing to ${output}\n`, stderr: '' });
  return gunzipSync(readFileSync(output)).toString();
}

test.each([
  ['gzip', ['in.gz', 'odd.js'], '{"n":1}\n{"n":3}\n'],
  ['plain text', ['in.txt', 'odd.js'], '{"n":1}\n{"n":3}\n'],
  ['an async filter', ['in.gz', 'async.mjs'], '{"n":1}\n{"n":3}\n'],
  ['blank lines are lines', ['in.gz', 'all.js'], lines],
  ['several gzip members', ['members.gz', 'all.js'], '{"n":1}\n{"n":2}\n'],
])('%s', async (_, args, expected) => {
  expect(await filtered(...args)).toBe(expected);
});

test('to stdout', async () => {
  const running = runBin(['in.gz', 'odd.js'], { script: 'dynamodb-filter', cwd: dir });
  const chunks: Buffer[] = [];
  running.child.stdout!.on('data', (chunk) => chunks.push(chunk));
  expect((await running).code).toBe(0);
  expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe('{"n":1}\n{"n":3}\n');
});

test.each([
  [[], 2, 'You must provide an input filepath'],
  [['no.gz', 'odd.js'], 2, 'Input file no.gz does not exist'],
  [['in.gz'], 2, 'You must provide the path to a filter function'],
  [['in.gz', 'no.js'], 2, 'there is no file no.js'],
  [['in.gz', 'odd.js', '--output', 'there.gz'], 2, 'Output file there.gz already exists'],
  [['in.gz', 'odd.js', '--ouput', 'x.gz'], 2, '--ouput is not known: did you mean --output?'],
  [['in.gz', 'odd.js', '--output'], 2, '--output needs a value\n  See dynamodb-filter --help.\n'],
  [['in.gz', 'odd.js', 'out.gz'], 2, 'out.gz is nothing that dynamodb-filter knows\n  See dynamodb-filter --help.\n'],
  [['in.gz', 'nothing.js'], 2, 'nothing.js exports no function\n  Export one: module.exports = (line) =>'],
  [['in.gz', 'fails.js', '--output', 'new.gz'], 1, 'the filter failed on line 3: '],
  [['in.gz', 'stuck.js', '--output', 'new.gz'], 1, "the filter's promise for line 3 never settled"],
  [['in.gz', 'later.js', '--output', 'new.gz'], 1, 'the filter failed in a later tick, at line 4 or before: too late'],
  [['in.gz', 'rejects.js', '--output', 'new.gz'], 1, 'the filter failed in a later tick, at line 4 or before: let go'],
  [['cut.gz', 'all.js', '--output', 'new.gz'], 1, 'its gzip data ends too early'],
])('%j', async (args, exit, message) => {
  const before = readdirSync(dir);
  const { code, stdout, stderr } = await filter(...args);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: [^\n]*\n(?! {4}at )/);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  expect(readdirSync(dir)).toEqual(before);
  expect(existsSync(given['in.gz'])).toBe(true);
});

test('a filter that fails in a later tick leaves no whole gzip on stdout', async () => {
  const running = runBin(['in.gz', 'later.js'], { script: 'dynamodb-filter', cwd: dir });
  const chunks: Buffer[] = [];
  running.child.stdout!.on('data', (chunk) => chunks.push(chunk));
  expect(await running).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: the filter failed [^\n]*\n$/),
  });
  expect(() => gunzipSync(Buffer.concat(chunks))).toThrow('unexpected end of file');
});

const full = '/dev/full';
(existsSync(full) ? test : test.skip)('a full disk behind stdout is not called closed', () => {
  const bin = path.join(__dirname, '../bin/dynamodb-filter.js');
  const stdout = openSync(full, 'w');
  const { status, stderr } = spawnSync(process.execPath, [bin, 'in.gz', 'odd.js'], {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  closeSync(stdout);
  expect(stderr).toMatch(/^error: stdout cannot be written to: ENOSPC[^\n]*\n$/);
  expect(status).toBe(1);
});

test('--help', async () => {
  expect(await filter('--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('dynamodb-filter <input>'),
    stderr: '',
  });
});
