import { existsSync, readFileSync } from 'node:fs';
import { runBin, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

/** A stand-in for Node that prints what it was started with. */
function echoingNode(): string {
  const { node } = writeFiles(tempDir(), {
    node: `#!${process.execPath}
process.stdin.on('data', (chunk) => process.stdout.write(chunk)).on('end', () => {
  console.error(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }));
  process.exitCode = 3;
});
`,
  });
  require('node:fs').chmodSync(node, 0o755);
  return node;
}

test('passes arguments, folder and input, and gives back all that came out', async () => {
  const cwd = tempDir();
  const { code, signal, stdout, stderr } = await runBin(['a', '--b'], { node: echoingNode(), cwd, input: 'in' });
  expect({ code, signal, stdout }).toEqual({ code: 3, signal: null, stdout: 'in' });
  const seen = JSON.parse(stderr);
  expect(seen.cwd).toBe(cwd);
  expect(seen.args.slice(1)).toEqual(['a', '--b']);
  expect(existsSync(seen.args[0])).toBe(true);
});

test('leaves nothing of AWS in the environment but what the test gives', async () => {
  process.env.AWS_PROFILE = 'mine';
  process.env.K8S_ENV = 'production';
  const { stderr } = await runBin([], { node: echoingNode(), env: { AWS_REGION: 'eu-west-1' } });
  const { env } = JSON.parse(stderr);
  expect(env).toMatchObject({ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'fake', PATH: process.env.PATH });
  expect(env).not.toHaveProperty('AWS_PROFILE');
  expect(env).not.toHaveProperty('K8S_ENV');
});

test('kills what takes too long', async () => {
  const { code, signal } = await runBin([], { node: echoingNode(), input: null, timeout: 300 });
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
});

test('writeFiles makes folders', () => {
  const paths = writeFiles(tempDir(), { 'deep/er/file.txt': 'text' });
  expect(readFileSync(paths['deep/er/file.txt'], 'utf8')).toBe('text');
});
