import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { listScripts, newScript } from '../../src';
import { lintScript } from '../../src/lint/lint-script';

const now = new Date('2021-05-04T12:41:17.250Z');

test.each([
  ['add auth', '2021-05-04T124117Z-add-auth'],
  [' Add  Auth! ', '2021-05-04T124117Z-add-auth'],
  ['add-auth.js', '2021-05-04T124117Z-add-auth'],
  ['Größe ändern', '2021-05-04T124117Z-größe-ändern'],
])('"%s" is named %s', (name, stem) => {
  expect(newScript({ name, kind: 'ts', now }).map(({ file }) => file)).toEqual([`${stem}.ts`, `${stem}.test.js`]);
  expect(newScript({ name, kind: 'legacy', now })[0]!.file).toBe(`${stem}.js`);
});

test('has colons where the others have, and a name', () => {
  expect(newScript({ name: 'a', kind: 'ts', now, colons: true })[0]!.file).toBe('2021-05-04T12:41:17Z-a.ts');
  expect(() => newScript({ name: '--', kind: 'ts', now })).toThrow(expect.objectContaining({ code: 'BAD_NAME' }));
});

describe.each(['legacy', 'ts'] as const)('a new %s script', (kind) => {
  const folder = tempDir();
  const files = newScript({ name: 'add auth', kind, now, table: "it's-${env}" });

  beforeAll(() => {
    writeFiles(folder, Object.fromEntries(files.map(({ file, text }) => [file, text])));
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(path.join(__dirname, '../../../cli'), path.join(folder, 'node_modules/dynamodb-migrate'));
  });

  test('is found and sound', async () => {
    const [script] = files;
    expect((await listScripts(folder)).scripts.map(({ file }) => file)).toEqual([script!.file]);
    expect(lintScript(script!.file, script!.text)).toEqual([]);
    expect(script!.text).toContain("table = 'it\\'s-${env}';");
  });

  test('passes the test beside it', () => {
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    const output = execFileSync(process.execPath, ['--test', path.join(folder, files[1]!.file)], { env });
    expect(output.toString()).toMatch(/pass 1\n(.|\n)*fail 0\n/);
  });
});
