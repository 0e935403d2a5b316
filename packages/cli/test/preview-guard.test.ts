import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeFiles } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { dir, given } = useEngine();
const state = ['--preview', '--state', path.join(dir, 'state')];

beforeAll(() => {
  writeFiles(dir, {
    'node_modules/aws-sdk/package.json': '{"name":"aws-sdk","main":"lib/aws.js"}',
    'node_modules/aws-sdk/lib/aws.js': 'exports.DynamoDB = class { constructor() { console.log("SDK LOADED"); } };',
    'node_modules/@aws-sdk/client-dynamodb/package.json': '{"name":"@aws-sdk/client-dynamodb","main":"index.js"}',
    'node_modules/@aws-sdk/client-dynamodb/index.js': 'console.log("SDK LOADED"); exports.DynamoDBClient = class {};',
    'node_modules/@aws-sdk/util-dynamodb/package.json': '{"name":"@aws-sdk/util-dynamodb","main":"index.js"}',
    'node_modules/@aws-sdk/util-dynamodb/index.js': 'exports.marshall = () => ({});',
    'node_modules/wrapper/package.json': '{"name":"wrapper","main":"index.js"}',
    'node_modules/wrapper/index.js': 'exports.sdk = () => require("aws-sdk");',
    'node_modules/eager/package.json': '{"name":"eager","main":"index.js"}',
    'node_modules/eager/index.js': 'require("aws-sdk");',
    'node_modules/eager-esm/package.json': '{"name":"eager-esm","type":"module","exports":"./index.js"}',
    'node_modules/eager-esm/index.js': 'import "@aws-sdk/client-dynamodb";',
    'helper.js': 'exports.sdk = () => require("aws-sdk/clients/dynamodb");',
  });
});

const done = 'module.exports = (record, dyno, callback) => callback();';

test.each<[string, string, string, RegExp]>([
  ['require', 'a.js', `const AWS = require('aws-sdk'); ${done}`, /^error: a\.js loads aws-sdk itself: /],
  ['a require not reached', 'b.js', `if (0) require('aws-sdk'); ${done}`, /^error: b\.js loads aws-sdk itself: /],
  ['require in a file beside it', 'c.js', `require('./helper'); ${done}`, /^error: helper\.js loads aws-sdk\/clients/],
  [
    'import',
    'd.mjs',
    `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nexport default async () => {};`,
    /^error: d\.mjs loads @aws-sdk\/client-dynamodb itself: /,
  ],
  [
    'import over several lines',
    'e.ts',
    `import {\n  DynamoDBClient,\n} from '@aws-sdk/client-dynamodb';\nexport default async () => new DynamoDBClient({});`,
    /^error: e\.ts loads @aws-sdk\/client-dynamodb itself: /,
  ],
  [
    'a package that requires it',
    'f.js',
    `require('eager'); ${done}`,
    /^error: node_modules\/eager\/index\.js loads aws-sdk itself: /,
  ],
  [
    'a package that imports it',
    'g.mjs',
    `import 'eager-esm';\nexport default async () => {};`,
    /^error: node_modules\/eager-esm\/index\.js loads @aws-sdk\/client-dynamodb itself: /,
  ],
  [
    'a package that requires it, from TypeScript',
    'h.ts',
    `import 'eager';\nexport default async () => {};`,
    /^error: node_modules\/eager\/index\.js loads aws-sdk itself: /,
  ],
  [
    'a package that requires it, which is swallowed',
    'i.js',
    `try { require('eager'); } catch {} ${done}`,
    /^error: node_modules\/eager\/index\.js loads aws-sdk itself: /,
  ],
  ['a name made up', 'j.js', `require(['aws', 'sdk'].join('-')); ${done}`, /^error: j\.js loads aws-sdk itself: /],
])('%s: refused before it starts', async (_, name, code, message) => {
  const { start } = await given(code, { name });
  const { code: exit, stdout, stderr } = await start(state);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/--allow-unguarded/);
  expect(stdout).toBe('');
  expect(exit).toBe(2);
});

test.each([
  ['requires', 'stays.js', `require('eager'); ${done}`],
  ['requires, and swallows what is thrown', 'swallows.js', `try { require('eager'); } catch {} ${done}`],
  ['requires by another way', 'farther.js', `require('farther'); ${done}`],
])('what a script %s is refused also where it stays loaded from the run before', async (_, name, code) => {
  writeFiles(dir, {
    'node_modules/farther/package.json': '{"name":"farther","main":"index.js"}',
    'node_modules/farther/index.js': 'require("./deep"); require("eager");',
    'node_modules/farther/deep.js': 'require("./index");',
  });
  const { run } = await given(code, { name });
  expect(await run([...state, '--allow-unguarded'])).toMatchObject({ code: 0 });
  const refused = await run(state);
  expect(refused.stderr).toMatch(/^error: node_modules\/eager\/index\.js loads aws-sdk itself: /);
  expect(refused.code).toBe(2);
});

test('a run that is refused leaves nothing behind', async () => {
  const { start } = await given(`require('eager'); ${done}`, { name: 'refused.js' });
  const folder = path.join(dir, 'refused');
  expect((await start(['--preview', '--state', folder])).code).toBe(2);
  expect((await start([...state, '--state', folder])).code).toBe(2);
  const runs = path.join(folder, 'runs');
  expect(existsSync(runs) ? require('node:fs').readdirSync(runs) : []).toEqual([]);
});

test('with --allow-unguarded it is named, and runs', async () => {
  const { start } = await given(`const AWS = require('aws-sdk'); new AWS.DynamoDB(); ${done}`, { name: 'allowed.js' });
  const { code, stdout, stderr } = await start([...state, '--allow-unguarded']);
  expect(stderr.match(/^warning: allowed\.js loads aws-sdk itself: what it writes is written$/gm)).toHaveLength(1);
  expect(stdout).toBe('SDK LOADED\n');
  expect(code).toBe(0);
});

test('with --allow-unguarded nothing is said of what it writes with the SDK but that', async () => {
  const { start } = await given(`require('eager'); ${done}`, { name: 'past.js' });
  const { code, stdout, stderr } = await start([...state, '--allow-unguarded', '--json']);
  const note = 'node_modules/eager/index.js loads aws-sdk itself: what it writes with that is not in this preview';
  expect(stderr).toMatch(/^the script writes nothing through dyno$/m);
  expect(stderr).toContain(`note: ${note}\n`);
  expect(stderr).toMatch(/^preview: 3 records in .*, nothing written through dyno; to write/m);
  expect(JSON.parse(stdout).notes).toEqual([note]);
  expect(code).toBe(0);
});

test.each([
  [
    'required',
    'lazy.js',
    `const { sdk } = require('wrapper'); module.exports = (record, dyno, callback) => { sdk(); callback(); };`,
  ],
  [
    'required, which is swallowed',
    'lazy2.js',
    `const { sdk } = require('wrapper');
     module.exports = (record, dyno, callback) => { try { sdk(); } catch {} callback(); };`,
  ],
  [
    'imported',
    'lazy3.mjs',
    `const name = ['@aws-sdk', 'client-dynamodb'].join('/');
     export default async () => { const { DynamoDBClient } = await import(name); console.log(DynamoDBClient); };`,
  ],
])('%s while it runs: the run stops at once', async (_, name, code) => {
  const { start } = await given(code, { name, records: 20 });
  const { code: exit, stdout, stderr } = await start(state);
  expect(stderr).toMatch(
    /(node_modules\/wrapper\/index\.js loads aws-sdk|lazy3\.mjs loads @aws-sdk\/client-dynamodb) itself: a preview cannot/,
  );
  expect(stderr).toMatch(/^preview: failed after [01] records? /m);
  expect(stdout).toBe('');
  expect(exit).toBe(1);
});

test.each([
  ['helpers of the SDK', 'ok.js', `require('@aws-sdk/util-dynamodb'); ${done}`],
  ['comments', 'ok2.js', `// const AWS = require('aws-sdk');\n/* require('aws-sdk') */ ${done}`],
  ['types', 'ok3.ts', `import type { X } from '@aws-sdk/client-dynamodb';\nexport default async () => {};`],
  ['dyno', 'ok4.js', `const Dyno = require('dyno'); Dyno({ table: 't', region: 'us-east-1' }); ${done}`],
])('%s do not matter', async (_, name, code) => {
  const { start } = await given(code, { name });
  expect(await start(state)).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/loads/) });
});

test('a dry run does not mind', async () => {
  const { start } = await given(`require('aws-sdk'); ${done}`, { name: 'dry.js' });
  expect((await start()).code).toBe(0);
});
