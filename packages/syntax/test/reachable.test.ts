import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { reachable } from '../src';

/** The files that scripts lead to, by how they name them; in each, `lib/wanted.js` is the last that is loaded. */
const forms: { [form: string]: { [file: string]: string } } = {
  'the main file of a folder': {
    'a.js': `require('./lib/folder');`,
    'lib/folder/package.json': `{ "main": "../wanted.js" }`,
  },
  'imports of package.json': { 'a.js': `require('#wanted');` },
  'imports of package.json, by a pattern, in an ES module': { 'a.mjs': `import '#lib/wanted.js';` },
  'exports of package.json': { 'a.js': `require('own/lib/wanted');` },
  'an absolute path': { 'a.js': `require('DIR/lib/wanted.js');` },
  'an address': { 'a.mjs': `import 'file://DIR/lib/wanted.js';` },
  'an address that is relative': { 'a.mjs': `await import(new URL('./lib/wanted.js', import.meta.url).href);` },
  'an address with a query': { 'a.mjs': `import './lib/w%61nted.js?v=1#x';` },
  'a file of another ending': { 'a.js': `require('./lib/b.es6');`, 'lib/b.es6': `require('./wanted');` },
  'a file without an ending': { 'a.js': `require('./lib/b');`, 'lib/b': `require('./wanted');` },
  'require if there is one': { 'a.js': `require?.('./lib/wanted');` },
  'require by another name': { 'a.js': `const load = require, more = load; more('./lib/wanted');` },
  'require that is computed': { 'a.js': `module['require']('./lib/wanted'); (0, require)('./lib/wanted');` },
  'require that is made': {
    'a.mjs': `import { createRequire as make } from 'module'; const load = make(import.meta.url); load('./lib/wanted');`,
  },
  'require that is made in passing': { 'a.js': `require('module').createRequire(__filename)('./lib/wanted');` },
  'what attributes are asserted of': {
    'a.mjs': `import x from './lib/x.json' ${Number(process.versions.node.split('.')[0]) < 22 ? 'assert' : 'with'} { type: 'json' }; import './lib/wanted.js';`,
    'lib/x.json': '{}',
  },
  'a file where await is a name': { 'a.js': `var await = require('./lib/wanted');` },
};

function given(files: { [file: string]: string }): string {
  const dir = realpathSync(tempDir());
  const all = {
    'package.json': `{ "name": "own", "imports": { "#wanted": { "node": "./lib/wanted.js" }, "#lib/*": "./lib/*" }, "exports": { "./lib/*": ["./lib/*.js"] } }`,
    'lib/wanted.js': `console.log(__filename);`,
    ...files,
  };
  writeFiles(dir, Object.fromEntries(Object.entries(all).map(([name, text]) => [name, text.replaceAll('DIR', dir)])));
  return dir;
}

function node(...args: string[]): string {
  return execFileSync(process.execPath, ['--no-warnings', '--no-deprecation', ...args], { encoding: 'utf8' });
}

test.each(Object.entries(forms))('%s', (_, files) => {
  const dir = given(files);
  const script = path.join(dir, Object.keys(files)[0]!);
  expect(node(script)).toBe(`${path.join(dir, 'lib/wanted.js')}\n`);
  expect(reachable(script).map((file) => file.path)).toContain(path.join(dir, 'lib/wanted.js'));
});

test('what is linked asks for modules from where it really is', () => {
  const dir = given({ 'scripts/a.js': `require('./linked');`, 'lib/linked.js': `require('./wanted');` });
  symlinkSync('../lib/linked.js', path.join(dir, 'scripts/linked.js'));
  symlinkSync('../lib/linked.js', path.join(dir, 'scripts/b.js'));
  const modules = ['lib/linked.js', 'lib/wanted.js'].map((file) => path.join(dir, file));
  expect(reachable(path.join(dir, 'scripts/a.js')).map((file) => file.path)).toEqual([
    path.join(dir, 'scripts/a.js'),
    ...modules,
  ]);
  expect(reachable(path.join(dir, 'scripts/b.js')).map((file) => file.path)).toEqual(modules);
});

test('where several files could be meant it is the one that Node takes', () => {
  const parts = [
    'x',
    'x.js',
    'x.json',
    'x.cjs',
    'x.mjs',
    'x.ts',
    'x/index.js',
    'x/index.json',
    'x/index.mjs',
    'x/m.js',
  ];
  const places = fc
    .sample(fc.tuple(fc.subarray(parts, { minLength: 1 }), fc.constantFrom('m', './m.js', './gone', undefined)), 200)
    .map(([files, main]) => ({ files: files.filter((file) => file !== 'x' || !files.some((f) => f[1] === '/')), main }))
    .map(({ files, main }) => {
      const dir = realpathSync(tempDir());
      const isFolder = files.some((file) => file.startsWith('x/'));
      if (isFolder) mkdirSync(path.join(dir, 'x'));
      writeFiles(dir, { 'a.js': `require('./x');`, ...Object.fromEntries(files.map((file) => [file, ''])) });
      if (isFolder && main) writeFiles(dir, { 'x/package.json': JSON.stringify({ main }) });
      return dir;
    });
  const program = `
    const { createRequire } = require('module');
    const resolve = (dir) => { try { return createRequire(dir + '/a.js').resolve('./x'); } catch { return null; } };
    console.log(JSON.stringify(${JSON.stringify(places)}.map(resolve)));`;
  const wanted: (string | null)[] = JSON.parse(node('-e', program));
  expect(wanted.filter(Boolean).length).toBeGreaterThan(100);
  places.forEach((dir, i) => {
    const found = reachable(path.join(dir, 'a.js'))[1];
    if (wanted[i]) expect(found?.path).toBe(wanted[i]);
  });
});

test('a file that cannot be parsed is told, and what looks like the path of a module is taken for one', () => {
  const dir = given({ 'a.js': `require('./lib/b');`, 'lib/b.js': `let let = require('./wanted');` });
  const [script, broken, wanted] = reachable(path.join(dir, 'a.js'));
  expect(script!.problem).toBeUndefined();
  expect(broken!.problem).toMatch(/let/);
  expect(wanted!.path).toBe(path.join(dir, 'lib/wanted.js'));
});
