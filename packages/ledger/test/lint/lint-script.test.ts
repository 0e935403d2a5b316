import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lintScript } from '../../src/lint/lint-script';

const none = 'exports no function';

const found = (source: string, file = '2021-05-04-a.js') =>
  lintScript(file, source)
    .filter(({ message, severity }) => message !== none && severity !== 'note')
    .map(({ rule, line, message }) => `${rule}:${line} ${message}`);

const legacy = (body: string) => `module.exports = (record, dyno, callback) => {\n${body}\n};\n`;

describe('scripts as they are really written', () => {
  const sound = {
    'fire and forget': legacy(`
      if (!dyno) return callback();
      dyno.updateItem({}, (err) => { if (err) { console.log(err); throw new Error(err); } });
      updated++;
      callback();`),
    'the environment first': `if (!process.env.K8S_ENV) throw new Error('no');\n${legacy('callback();')}`,
    'a catch that calls': legacy('try { JSON.parse(record.x); callback(); } catch (err) { callback(err); }'),
    'a catch that throws': legacy('try { callback(); } catch (err) { console.log(err); throw err; }'),
    'a catch before the call': legacy(
      'let x; try { x = JSON.parse(record.x); } catch (err) { console.log(err); }\ncallback();',
    ),
    'a finally that calls': legacy('try { work(); } catch (err) { console.log(err); } finally { callback(); }'),
    'both branches': legacy('if (record.a) { callback(); } else if (record.b) { callback(); } else return callback();'),
    'a nested branch': legacy(
      'if (!record.a) return callback();\nif (dyno) dyno.putItem({}, callback); else callback();',
    ),
    'a promise': legacy(
      'if (!dyno) return Promise.resolve();\nreturn dyno.putItem({}).promise().then(() => callback());',
    ),
    'a promise and no callback': legacy('return dyno && dyno.putItemAsync({});'),
    'an async function': 'module.exports = async (record, dyno, callback) => { await dyno?.putItemAsync({}); };',
    'no callback at all': 'module.exports = (record, dyno) => dyno && dyno.putItemAsync({});',
    'a counter of callbacks': legacy(`
      let left = 2;
      const done = (err) => { if (err) return callback(err); if (--left === 0) callback(); };
      if (!dyno) return callback();
      dyno.putItem({}, done); dyno.putItem({}, done);`),
    'results in turn': legacy(`
      if (!dyno) return callback();
      dyno.query({}, (err, data) => { if (err) return callback(err); data.Items.forEach((item, i) => { if (i === 0) callback(); }); });`),
    'an error that is logged, and a call all the same': legacy(`
      if (dyno) dyno.putItem({}, (err) => { if (err) console.log(err); callback(); }); else callback();`),
    'arguments handed on':
      'module.exports = function (record, dyno, callback) { return other.apply(this, arguments); };',
    'a function by name': `const migrate = function (record, dyno, cb) { cb(); };\nmigrate.finish = (dyno, cb) => cb();\nmodule.exports = migrate;`,
    'wrapped by another': 'module.exports = wrap((record, dyno, callback) => { dyno.putItem({}); });',
    'exports overwritten': 'module.exports.finish = () => {};\nmodule.exports = (r, d, cb) => cb();',
    'a switch': legacy('switch (record.a) { case 1: return callback(); default: callback(); }'),
    'an exit': legacy('if (record.a) process.exit(1);\nelse callback();'),
    'a queue': legacy('const q = queue(); q.defer(work); q.awaitAll(callback);'),
    'a guard in a ternary': legacy('dyno ? dyno.putItem({}, callback) : callback();'),
    'a guard in finish': `${legacy('callback();')}module.exports.finish = (dyno, cb) => { if (dyno) dyno.putItem({}, cb); else cb(); };`,
    'a guard by and': legacy('dyno && dyno.putItem({}, () => {}); callback();'),
    'a guard in a helper': `const put = (d, x) => d && d.putItem(x);\n${legacy('put(dyno, {}); callback();')}`,
    'reads only': legacy('dyno.getItem({}, callback);'),
    'an import of dyno': `const Dyno = require('dyno');\n${legacy('callback(null, Dyno.createSet(["a"]));')}`,
  };

  test.each(Object.entries(sound))('nothing is found in %s', (_name, source) => {
    expect(found(source)).toEqual([]);
  });

  const examples = path.join(__dirname, '../../../../examples');
  const scripts = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('node_modules'),
  );

  test.each(scripts)('nor in the example %s', (file) => {
    expect(found(readFileSync(path.join(examples, file), 'utf8'), path.basename(file))).toEqual([]);
  });
});

test.each([
  [
    'a catch that only logs',
    legacy('try {\n  if (!dyno) return callback();\n  callback();\n} catch (err) {\n  console.log(err);\n}'),
    5,
    'this catch',
  ],
  [
    'a catch that returns',
    legacy('try { if (dyno) x(); }\ncatch (err) { return console.log(err); }\ncallback();'),
    3,
    'this returns',
  ],
  ['an if without else', legacy('if (record.a) {\n  callback();\n}'), 1, 'the end can be reached'],
  ['one silent branch', legacy('if (record.a) callback();\nelse console.log(record);'), 1, 'the end can be reached'],
  ['a bare return', legacy('if (!record.a)\n  return;\ncallback();'), 3, 'this returns without'],
  ['a return of a log', legacy('if (!record.a) return console.log(record);\ncallback();'), 2, 'this returns without'],
  [
    'never a call',
    'function migrate(record, dyno, callback) { record.a = 1; }\nmodule.exports = migrate;',
    1,
    'the end',
  ],
  [
    'an error that is only logged',
    legacy(
      'if (!dyno) return callback();\ndyno.putItem({}, (err) => {\n  if (err) console.log(err);\n  else callback();\n});',
    ),
    4,
    'never called when there is an error (err)',
  ],
  [
    'an error that returns',
    legacy(
      'if (!dyno) return callback();\ndyno.putItem({}, function (error) {\n  if (error) return console.log(error);\n  callback();\n});',
    ),
    4,
    'error (error)',
  ],
])('a callback that is never called: %s', (_name, source, line, message) => {
  expect(found(source)).toEqual([expect.stringMatching(`^callback:${line} .*${message.replace(/[()]/g, '\\$&')}`)]);
});

test.each([
  ['legacy', legacy('record.a = 1;\ndyno.putItem({ Item: record }, callback);'), 'a.js'],
  ['a twin with a promise', 'export default async (record, dyno) => {\n\n  await dyno.putItemAsync({});\n};', 'a.mjs'],
  [
    'TypeScript',
    'export default async (record: X, dyno: Dyno): Promise<void> => {\n\nawait dyno.updateItemAsync({} as X);\n};',
    'a.ts',
  ],
])('a write without a guard: %s', (_name, source, file) => {
  expect(found(source, file)).toEqual([expect.stringContaining('guard:3 writes without ever asking')]);
});

test.each([
  [`const AWS = require('aws-sdk');`, 'aws-sdk'],
  [`import { DynamoDB } from '@aws-sdk/client-dynamodb';`, '@aws-sdk/client-dynamodb'],
  [`const { DocumentClient } = require('aws-sdk/clients/dynamodb');`, 'aws-sdk/clients/dynamodb'],
  [`const load = () => import('@aws-sdk/lib-dynamodb');`, '@aws-sdk/lib-dynamodb'],
])('a client of its own: %s', (source, name) => {
  expect(found(source)).toEqual([
    `aws-sdk:1 uses ${name} itself: what it writes can be neither previewed nor rolled back`,
  ]);
});

test('code that cannot be parsed, with its line', () => {
  expect(found('module.exports = (\n\n  record => {')).toEqual([
    expect.stringMatching(/^unparsable:3 is not valid code: Unexpected token/),
  ]);
  expect(found('const x: number = 1;', 'a.js')).toEqual([expect.stringMatching(/^unparsable:1 /)]);
  expect(found('const x: number = 1;', 'a.ts')).toEqual([]);
  expect(found('#!/usr/bin/env node\nawait 1; return;', 'a.js')).toEqual([]);
});

test('slips of exported names', () => {
  expect(
    found(`${legacy('callback();')}module.exports.tabel = 'x';\nexports.tables = 'x';\nmodule.exports.colour = 1;`),
  ).toEqual(['export:4 exports tabel: did you mean table?', 'export:5 exports tables: did you mean table?']);
  expect(found(`export const concurency = 5;\nexport function befor() {}`, 'a.mjs')).toEqual([
    'export:1 exports concurency: did you mean concurrency?',
    'export:2 exports befor: did you mean before?',
  ]);
});

describe('files that export no function', () => {
  const foundNone = (source: string, file: string) =>
    lintScript(file, source).filter(({ message }) => message === none);

  test.each([
    ['', 'a.js', undefined],
    ['\nmodule.exports = {};', 'a.js', 2],
    ["module.exports = 'text';", 'a.js', 1],
    ["module.exports = { table: 'x', run() {} };", 'a.cjs', 1],
    ["module.exports.table = 'x';", 'a.js', undefined],
    ["exports.table = 'x';\nexports.before = () => {};", 'a.js', undefined],
    ['export default 5;', 'a.mjs', 1],
    ["export const table = 'x';", 'a.mjs', undefined],
    ["export const table: string = 'x';\nexport type A = string;", 'a.ts', undefined],
    ["export * from './other.mjs';", 'a.mjs', undefined],
    ['const migrate = (record, dyno, callback) => callback();', 'a.js', undefined],
  ])('%j', (source, file, line) => {
    expect(foundNone(source, file)).toEqual([expect.objectContaining({ rule: 'export', severity: 'error' })]);
    expect(foundNone(source, file)[0]!.line).toBe(line);
  });

  test.each([
    [legacy('callback();'), 'a.js'],
    ['module.exports = wrap(migrate);', 'a.js'],
    ["module.exports = require('./other');", 'a.js'],
    ['exports.default = async () => {};', 'a.js'],
    ['module.exports = { default: async () => {} };', 'a.js'],
    ['module.exports = { ...other };', 'a.js'],
    ["module.exports = {};\nif (process.env.X) module.exports = require('./other');", 'a.js'],
    ["Object.assign(module, { exports: require('./other') });", 'a.js'],
    ["__exportStar(require('./other'), exports);", 'a.js'],
    ["module['exports'] = () => {};", 'a.js'],
    ['function set() { module.exports = () => {}; }\nset();', 'a.js'],
    ['export default migrate;', 'a.mjs'],
    ['const migrate = () => {};\nexport { migrate as default };', 'a.mjs'],
    ["export { default } from './other.mjs';", 'a.mjs'],
    ['const migrate = () => {};\nexport = migrate;', 'a.ts'],
  ])('are not those that may: %j', (source, file) => {
    expect(foundNone(source, file)).toEqual([]);
  });
});

describe('a record that is put back whole', () => {
  const lines = (source: string, file = 'a.js') =>
    lintScript(file, source).flatMap(({ rule, severity, line }) =>
      rule === 'whole-record' ? [`${severity} ${line}`] : [],
    );

  test.each([
    'dyno.putItem({ Item: record }, callback);',
    "dyno.putItem({ Item: { ...record, status: 'new' } }, callback);",
    'dyno.putItem({ Item: Object.assign({}, record, { a: 1 }) }, callback);',
    'const item = structuredClone(record); dyno.putItem({ Item: item }, callback);',
    'const copy = { ...record }, item = _.omit(copy, "a"); dyno.putItem({ "Item": item }, callback);',
    'items.push({ PutRequest: { Item: record } });',
    'dyno.putItem({ Item: JSON.parse(JSON.stringify(record)) }, callback);',
  ])('%s', (body) => {
    expect(lines(legacy(body))).toEqual(['note 2']);
  });

  test.each([
    'dyno.putItem({ Item: { id: record.id, a: 1 } }, callback);',
    "dyno.putItem({ TableName: 'archive', Item: record }, callback);",
    'dyno.updateItem({ Key: { id: record.id } }, callback);',
    'const item = { id: record.id }; dyno.putItem({ Item: item }, callback);',
  ])('not by %s', (body) => {
    expect(lines(legacy(body))).toEqual([]);
  });

  test('in TypeScript and in modules', () => {
    expect(
      lines(
        'export default async (record: X, dyno: Y) => {\nawait dyno.putItem({ Item: record as Z }).promise();\n};',
        'a.ts',
      ),
    ).toEqual(['note 2']);
  });
});
