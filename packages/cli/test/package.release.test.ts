import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

// What npm would publish, installed into an empty folder.

const root = path.join(__dirname, '../../..');
const packages = readdirSync(path.join(root, 'packages'))
  .map((name) => path.join(root, 'packages', name))
  .filter((folder) => existsSync(path.join(folder, 'package.json')))
  .filter((folder) => !require(path.join(folder, 'package.json')).private);
const { packageManager } = require('../../../package.json');
const dir = tempDir();
const app = path.join(dir, 'app');
let tarballs: string[];

// Where pnpm lets its bins find what this repository has installed.
const { NODE_PATH: _, ...env } = process.env;

async function run(command: string, args: string[], cwd = app): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, env, maxBuffer: 1e8 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

beforeAll(async () => {
  for (const folder of packages) {
    await run('npx', ['-y', packageManager, 'pack', '--pack-destination', dir], folder);
  }
  tarballs = readdirSync(dir)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => path.join(dir, name));
  mkdirSync(app);
  writeFiles(app, { 'package.json': '{"private":true}' });
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs]);
}, 480_000);

test('the bins run', async () => {
  const bin = path.join(app, 'node_modules/.bin');
  expect(await run(path.join(bin, 'dynamodb-migrate'), ['--version'])).toBe(`${require('../package.json').version}\n`);
  expect(await run(path.join(bin, 'dynamodb-filter'), ['--help'])).toContain('dynamodb-filter <input> <filter>');
  expect(await run(path.join(bin, 'dynamodb-migrate'), ['demo'])).toContain('4 experiments got an access list');
});

test('a place in S3 without its client says what to install', async () => {
  const bin = path.join(app, 'node_modules/.bin/dynamodb-migrate');
  await expect(run(bin, ['runs', '--state', 's3://bucket/place'])).rejects.toThrow(
    /error: s3:\/\/bucket\/place needs the AWS SDK's client of S3, which is not installed\n {2}Install it: npm install @aws-sdk\/client-s3/,
  );
});

const useIt = `
  const local = await startLocal({ tables: [] });
  await local.stop();
  const { Readable } = await import('node:stream');
  const records: unknown[] = [];
  const done = (record: unknown, dyno: unknown, callback: () => void) => { records.push(record); callback(); };
  await migrate({ method: Readable.from(['{"id":{"S":"a"}}']), database: 'local/t', migrate: done });
  console.log(JSON.stringify(records));
`;
const plain = useIt.replace(/: (unknown\[\]|unknown|\(\) => void)(?=[ ,)])/g, '');

test('require and import work', async () => {
  const { 'a.cjs': cjs, 'a.mjs': esm } = writeFiles(app, {
    'a.cjs': `const migrate = require('dynamodb-migrate'); const { startLocal } = migrate; (async () => {${plain}})();`,
    'a.mjs': `import migrate, { startLocal } from 'dynamodb-migrate'; ${plain}`,
  });
  expect(await run(process.execPath, [cjs])).toBe('[{"id":"a"}]\n');
  expect(await run(process.execPath, [esm])).toBe('[{"id":"a"}]\n');
});

test('types resolve from both', async () => {
  writeFiles(app, {
    'b.cts': `import migrate = require('dynamodb-migrate'); const { startLocal } = migrate; (async () => {${useIt}})();`,
    'b.mts': `import migrate, { startLocal, type MigrationOptions } from 'dynamodb-migrate'; export type Options = MigrationOptions; ${useIt}`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'node20',
        target: 'es2023',
        strict: true,
        noEmit: true,
        typeRoots: [path.join(root, 'node_modules/@types')],
        types: ['node'],
      },
      include: ['*.cts', '*.mts'],
    }),
  });
  expect(await run(path.join(root, 'node_modules/.bin/tsc'), ['-p', app])).toBe('');
});

test('publint and are-the-types-wrong find nothing', async () => {
  const bin = path.join(__dirname, '../node_modules/.bin');
  for (const tarball of tarballs) {
    await Promise.all([
      run(path.join(bin, 'publint'), ['run', tarball, '--strict']),
      run(path.join(bin, 'attw'), [tarball]),
    ]);
  }
}, 360_000);
