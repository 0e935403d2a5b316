import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { type Config, environment, listScripts, readScripts } from '../../src';

const config: Config = {
  environments: { staging: { region: 'eu-west-1', tables: { users: 'people-${env}' } } },
  tables: { '2021-05-05-b.js': 'users', '2021-05-04-a.js': 'never' },
};

const files = {
  '2021-05-04-a.js': `module.exports = () => {}; module.exports.table = 'experiments-\${env}'; module.exports.expect = { changed: '<= 5' };`,
  '2021-05-05-b.js': `module.exports = () => {};`,
  '2021-05-06-c.js': `module.exports = () => {};`,
  '2021-05-07-d.js': `throw new Error('no luck');`,
  '2021-05-08-e.js': `module.exports = () => {}; module.exports.table = 5;`,
  '2021-05-09-f.js': `module.exports = () => {}; module.exports.table = ['users', 'x-\${evn}'];`,
  '2021-05-10-g.js': `exports.default = () => {}; exports.table = ['users', 'x-\${region}']; exports.segments = 'auto';`,
  '2021-05-11-h.js': `Object.assign(exports, { default: () => {}, expect: { chnged: 1 } });`,
  '2021-05-04-a.test.js': '',
  '2021-05-04-a.spec.ts': '',
  '2021-05-04-a.fixture.ndjson': '',
  '2021-05-04-a.expected.ndjson': '',
  '.2021-05-04-hidden.js': '',
  'types.d.ts': '',
  'helper.js': '',
  'README.md': '',
  'lib/2021-05-04-inside.js': '',
};

test('reads scripts in order, and tells what each says of itself', async () => {
  const folder = tempDir();
  writeFiles(folder, files);
  const loaded: string[] = [];
  const { scripts, undated } = await readScripts({
    folder,
    config,
    environment: environment(config, 'staging'),
    load: async (file) => {
      loaded.push(path.basename(file));
      return require(file);
    },
  });
  expect(loaded).toEqual(scripts.map(({ file }) => file));
  expect(undated).toEqual(['helper.js']);
  expect(scripts.map(({ file, tables }) => [file, ...tables])).toEqual([
    ['2021-05-04-a.js', 'experiments-staging'],
    ['2021-05-05-b.js', 'people-staging'],
    ['2021-05-06-c.js'],
    ['2021-05-07-d.js'],
    ['2021-05-08-e.js'],
    ['2021-05-09-f.js'],
    ['2021-05-10-g.js', 'people-staging', 'x-eu-west-1'],
    ['2021-05-11-h.js'],
  ]);
  expect(scripts.map(({ error }) => error?.message)).toEqual([
    undefined,
    undefined,
    undefined,
    'no luck',
    'table must be a string or an array of strings, not 5',
    '"x-${evn}" asks for evn, which is not known: did you mean env?',
    undefined,
    'expect knows no count chnged: did you mean changed?',
  ]);
  expect(scripts[0]!.metadata).toEqual({ tables: ['experiments-${env}'], expect: { changed: '<= 5' } });
  expect(scripts[6]!.metadata).toEqual({ tables: ['users', 'x-${region}'], segments: 'auto' });
  expect(scripts.map(({ tableLine }) => tableLine).filter(Boolean)).toEqual([
    `module.exports.table = 'TABLE-\${env}';`,
  ]);
});

test('the line to add is an export in an ES module', async () => {
  const folder = tempDir();
  writeFiles(folder, { '2021-05-04-a.mjs': 'export default () => {};' });
  const { scripts } = await readScripts({
    folder,
    config,
    environment: environment(config, 'staging'),
    load: async () => ({ default: () => {} }),
  });
  expect(scripts[0]!.tableLine).toBe(`export const table = 'TABLE-\${env}';`);
});

test('needs a folder', async () => {
  await expect(listScripts(path.join(tempDir(), 'none'))).rejects.toMatchObject({ code: 'NO_FOLDER' });
});
