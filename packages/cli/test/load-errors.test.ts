import path from 'node:path';
import { runBin, tempDir } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { given } = useEngine();

describe('a tsconfig.json that leads nowhere', () => {
  test.each([
    [
      'paths to a file that is not there',
      '{ "compilerOptions": { "paths": { "@app/*": ["./src/*", "./lib/*"] } } }',
      /^error: a\.ts needs @app\/values, which "@app\/\*" in the paths of \S+tsconfig\.json leads to \S+\/src\/values and \S+\/lib\/values, where nothing is\n {2}Mend the paths of tsconfig\.json, or the import\.\n$/,
    ],
    [
      'other paths',
      '{ "compilerOptions": { "paths": { "@lib/*": ["./src/*"] } } }',
      /^error: a\.ts needs the module @app\/values, which is not there\n {2}Install/,
    ],
    [
      'one to extend that is not there',
      '{ "extends": "./gone.json" }',
      /^error: the tsconfig\.json of \S+a\.ts cannot be read: [^\n]*gone[^\n]*\n {2}Install or mend [^\n]*\n$/,
    ],
  ])('%s', async (what, config, message) => {
    const folder = what.replaceAll(' ', '-');
    const code = `import { VERSION } from '@app/values'; export default async () => VERSION;`;
    const files = { [`${folder}/tsconfig.json`]: config };
    const { start } = await given(code, { name: `${folder}/a.ts`, records: 1, files });
    const { code: exit, stderr } = await start();
    expect(stderr).toMatch(message);
    expect(exit).toBe(2);
  });
});

describe('scripts that cannot be loaded', () => {
  test.each([
    [
      'throws at the top',
      'throws.js',
      `\nif (!process.env.K8S_ENV) throw new Error('K8S_ENV is missing');`,
      1,
      /^error: throws\.js threw while it was loaded: K8S_ENV is missing \(at throws\.js:2\)\n$/,
    ],
    ['exports no function', 'nothing.js', 'module.exports = { migrate: 1 };', 2, /exports no function\n {2}Export one/],
    [
      'misses a module',
      'misses.js',
      `require('lodahs');`,
      2,
      /^error: misses\.js needs the module lodahs, which is not there\n {2}Install it where the script is: npm install lodahs\n$/,
    ],
    [
      'misses a module, ESM',
      'misses.mjs',
      `import 'lodahs';`,
      2,
      /^error: misses\.mjs needs the module lodahs, which is not there\n {2}Install/,
    ],
    [
      'misses a module, TypeScript',
      'misses.ts',
      `import x from 'lodahs'; export default () => x;`,
      2,
      /^error: misses\.ts needs the module lodahs, which is not there\n {2}Install/,
    ],
    [
      'misses a file',
      'file.js',
      `require('./helper');`,
      2,
      /^error: file\.js needs the file \.\/helper, which is not there/,
    ],
    [
      'is no JavaScript',
      'syntax.js',
      `const a = 1;\nconst b = = 2;`,
      2,
      /^error: syntax\.js:2 is not valid code: Unexpected token '='\n$/,
    ],
    [
      'is no JavaScript, ESM',
      'syntax.mjs',
      `const a = 1;\nconst b = = 2;`,
      2,
      /^error: syntax\.mjs:2 is not valid code: Unexpected token '='\n$/,
    ],
    [
      'waits for ever at the top',
      'stuck.mjs',
      'await new Promise(() => {}); export default () => {};',
      2,
      /^error: stuck\.mjs is never loaded: its top-level await never settles\n$/,
    ],
    ['is JSON', 'config.json', '{"a":1}', 2, /^error: \S+config\.json is JSON and no script\n {2}Export one/],
    ['is no TypeScript', 'syntax.ts', `const a = 1;\nconst b = = 2;`, 2, /^error: syntax\.ts:2 is not valid code: /],
  ])('one that %s', async (_, name, code, exit, message) => {
    const { start } = await given(code, { name: `bad/${name}`, records: 0 });
    const result = await start();
    expect(result.stderr).toMatch(message);
    expect(result).toMatchObject({ code: exit, stdout: '' });
  });

  test('one that is not there, and a folder', async () => {
    const missing = await runBin(['scan', 'local/t', path.join(tempDir(), 'no-such.js')]);
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: invalid migration script path: there is no file /),
    });
    const folder = await runBin(['scan', 'local/t', tempDir()]);
    expect(folder).toMatchObject({ code: 2, stderr: expect.stringMatching(/is a folder/) });
  });
});
