import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLedger } from '@dynamodb-migrate/ledger';
import { dump } from '@dynamodb-migrate/test-tools';
import { givenFleet, useDynalite } from './given';

const engine = useDynalite();

/** Older Nodes ask nobody about what these import, so that a change stops them. */
const requiredModules = 'ES modules that are required';
const changed = expect.stringContaining('was changed since it was read');

/** Where scripts leave a value, by what they load it from; `good` becomes another word while they are at work. */
const forms: { [name: string]: { [file: string]: string } } = {
  'a script itself': { '2024-02-01-b.js': set(`'good'`) },
  'modules that are required': {
    '2024-02-01-b.js': `const { value } = require('./lib/value'); ${set('value')}`,
    'lib/value.js': `exports.value = require('./value.json').value;`,
    'lib/value.json': `{ "value": "good" }`,
  },
  'modules that are required late': {
    '2024-02-01-b.js': set(`require('./lib/value').value + (await import('./lib/late.mjs')).value`),
    'lib/value.js': `exports.value = 'good';`,
    'lib/late.mjs': `import later from './later.cjs'; export const value = later.value;`,
    'lib/later.cjs': `exports.value = 'good';`,
  },
  'ES modules': {
    '2024-02-01-b.mjs': `import { value } from './lib/value.js'; ${setModule('value')}`,
    'lib/value.js': `export { value } from './other.mjs';`,
    'lib/other.mjs': `export const value = 'good';`,
  },
  'ES modules that are imported late': {
    '2024-02-01-b.mjs': setModule(`(await import('./lib/value.js')).default`),
    'lib/value.js': `import value from './other.json' with { type: 'json' }; export default value.value;`,
    'lib/other.json': `{ "value": "good" }`,
  },
  [requiredModules]: {
    '2024-02-01-b.js': `const { value } = require('./lib/value.mjs'); ${set('value')}`,
    'lib/value.mjs': `export { value } from './other.mjs';`,
    'lib/other.mjs': `export const value = 'good';`,
  },
  TypeScript: {
    '2024-02-01-b.ts': `import { value } from './lib/value'; ${setModule('value', ': any')}`,
    'lib/value.ts': `import { other } from './other.js'; export const value: string = other;`,
    'lib/other.js': `exports.other = 'good';`,
  },
  'TypeScript that is imported late': {
    '2024-02-01-b.ts': setModule(`(await import('./lib/value')).value`, ': any'),
    'lib/value.ts': `import { other } from './other'; export const value: string = other;`,
    'lib/other.mts': `export const other: string = 'good';`,
  },
  'the main file of a folder': {
    '2024-02-01-b.js': `const { value } = require('./lib'); ${set('value')}`,
    'lib/package.json': `{ "main": "src/main.js" }`,
    'lib/src/main.js': `exports.value = 'good';`,
  },
  'imports of package.json': {
    '2024-02-01-b.js': `const { value } = require('#value'); ${set('value')}`,
    'package.json': `{ "imports": { "#value": "./lib/value.js" } }`,
    'lib/value.js': `exports.value = 'good';`,
  },
  'exports of package.json, late': {
    '2024-02-01-b.js': set(`(await import('own/value')).default.value`),
    'package.json': `{ "name": "own", "exports": { "./*": "./lib/*.js" } }`,
    'lib/value.js': `exports.value = 'good';`,
  },
  'files of other endings': {
    '2024-02-01-b.js': `const { value } = require('./lib/value.es6'); ${set('value')}`,
    'lib/value.es6': `exports.value = require('./value').value;`,
    'lib/value': `exports.value = require('./value.json').value;`,
    'lib/value.json': `{ "value": "good" }`,
  },
  'require by another name, late': {
    '2024-02-01-b.mjs': `import { createRequire } from 'module'; const load = createRequire(import.meta.url); ${setModule(`load('./lib/value').value`)}`,
    'lib/value.js': `exports.value = 'good';`,
  },
  'what is called before and after': {
    '2024-02-01-b.js': `
      const say = (when) => async () => console.log(when, require('./lib/value').value);
      ${set('before')} module.exports.before = say('before'); module.exports.after = say('after');
      module.exports.finish = say('finish'); const before = 'good';`,
    'lib/value.js': `exports.value = 'good';`,
  },
};

function set(value: string): string {
  return `module.exports = async (record, dyno) => { ${update(value)} }; module.exports.table = 'experiments-\${env}';`;
}

function setModule(value: string, type = ''): string {
  return `export default async (record${type}, dyno${type}) => { ${update(value)} }; export const table = 'experiments-\${env}';`;
}

function update(value: string): string {
  return `await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET seen = :v', ExpressionAttributeValues: { ':v': ${value} } });`;
}

/** Changes every file of the folder, itself too, when its first record is applied. */
const changing = `
const { readdirSync, readFileSync, writeFileSync } = require('fs');
const { join } = require('path');
module.exports = async (record) => {
  if (!process.env.CHANGE) return;
  for (const entry of readdirSync(__dirname, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile()) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('good', 'evil'));
  }
};
module.exports.table = 'experiments-\${env}';
`;

/** Tells that the scripts before it, and itself, have been read. */
const telling = `
if (process.env.TOLD) require('fs').writeFileSync(process.env.TOLD, '');
module.exports = async (record) => {};
module.exports.table = 'experiments-\${env}';
`;

async function approved(scripts: { [file: string]: string }) {
  const fleet = await givenFleet(engine, { scripts, records: 3 });
  const environment = { K8S_ENV: 'production' };
  const run = (args: string[]) => fleet.run(args, { env: environment });
  await run(['init']);
  expect(await run(['plan', '--out', 'plan.json'])).toMatchObject({ code: 0, stdout: expect.any(String) });
  expect(await run(['approve', 'plan.json', '--by', 'ada'])).toMatchObject({ code: 0 });
  const apply = (args: string[] = [], env: { [name: string]: string } = {}) =>
    fleet.start(['apply', '--plan', 'plan.json', ...args], { env: { ...environment, ...env } });
  const seen = async () =>
    (await dump(engine, 'experiments-production')).map(({ seen }) => seen && 'S' in seen && seen.S);
  return { ...fleet, apply, seen };
}

function change(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile()) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('good', 'evil'));
  }
}

describe.each(Object.entries(forms))('%s', (name, files) => {
  test('changed while a script before it is applied: what was approved is what runs', async () => {
    const { apply, seen, dir } = await approved({ '2024-01-01-a.js': changing, ...files });
    const { code, stdout, stderr } = await apply([], { CHANGE: '1' });
    const script = Object.keys(files)[0]!;
    const text = readFileSync(path.join(dir, 'dynamodb-migrations', script), 'utf8');
    const helpers = Object.keys(files)
      .slice(1)
      .map((file) => readFileSync(path.join(dir, 'dynamodb-migrations', file), 'utf8'));
    expect([text, ...helpers].join()).toContain('evil');
    expect(stdout).not.toContain('evil');
    if (code === 0) {
      expect(await seen()).toEqual([1, 2, 3].map(() => expect.stringMatching(/^(good)+$/)));
    } else {
      expect({ name, stderr }).toEqual({ name: requiredModules, stderr: changed });
      expect(await seen()).toEqual([undefined, undefined, undefined]);
    }
  });

  test('changed while the lock is waited for: what was approved is what runs', async () => {
    const { apply, seen, dir, ledger } = await approved({ ...files, '2024-03-01-c.js': telling });
    const held = createLedger({ send: engine.send, table: ledger });
    const lease = await held.acquireLease({ environment: 'production', owner: 'grace' });
    const told = path.join(dir, 'loaded');
    const applying = apply(['--wait', '60s'], { TOLD: told });
    while (!existsSync(told)) await sleep(10);
    change(path.join(dir, 'dynamodb-migrations'));
    await lease.release();
    const { code, stderr } = await applying;
    if (code === 0) expect(await seen()).toEqual([1, 2, 3].map(() => expect.stringMatching(/^(good)+$/)));
    else expect({ name, stderr }).toEqual({ name: requiredModules, stderr: changed });
  });
});

test.each(Object.entries(forms))('%s, changed after the approval: it is not applied', async (_, files) => {
  const { apply, seen, dir } = await approved(files);
  const [script, ...helpers] = Object.keys(files).map((file) => path.join(dir, 'dynamodb-migrations', file));
  const changed = [...helpers, script!].find((file) => readFileSync(file, 'utf8').includes('good'))!;
  writeFileSync(changed, readFileSync(changed, 'utf8').replace('good', 'evil'));
  expect(await apply()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('was changed after the plan was made'),
  });
  expect(await seen()).toEqual([undefined, undefined, undefined]);
});

/** Where a name leads to another file once this is written, while the script before is at work. */
const led: { [name: string]: { files: { [file: string]: string }; written: { [file: string]: string } } } = {
  'a file beside the folder that is required': {
    files: { '2024-02-01-b.js': set(`require('./lib/late')`), 'lib/late/index.js': `module.exports = 'good';` },
    written: { 'lib/late.js': `module.exports = 'evil';` },
  },
  'a file beside the folder that an ES module requires': {
    files: {
      '2024-02-01-b.mjs': `import { createRequire } from 'module'; const load = createRequire(import.meta.url); ${setModule(`load('./lib/late')`)}`,
      'lib/late/index.js': `module.exports = 'good';`,
    },
    written: { 'lib/late.js': `module.exports = 'evil';` },
  },
  'another main file': {
    files: {
      '2024-02-01-b.js': set(`require('./lib')`),
      'lib/package.json': `{ "main": "a.js" }`,
      'lib/a.js': `module.exports = 'good';`,
    },
    written: { 'lib/package.json': `{ "main": "b.js" }`, 'lib/b.js': `module.exports = 'evil';` },
  },
  'another of imports, for ES modules': {
    files: {
      '2024-02-01-b.mjs': setModule(`(await import('#value')).default`),
      'package.json': `{ "imports": { "#value": "./lib/a.mjs" } }`,
      'lib/a.mjs': `export default 'good';`,
    },
    written: { 'package.json': `{ "imports": { "#value": "./lib/b.mjs" } }`, 'lib/b.mjs': `export default 'evil';` },
  },
  'paths of tsconfig.json': {
    files: {
      '2024-02-01-b.ts': `import { value } from '@lib/value'; ${setModule('value', ': any')}`,
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@lib/*": ["./good/*"] } } }`,
      'good/value.ts': `export const value: string = 'good';`,
    },
    written: {
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@lib/*": ["./evil/*"] } } }`,
      'evil/value.ts': `export const value: string = 'evil';`,
    },
  },
};

const writing = (written: { [file: string]: string }) => `
const { mkdirSync, writeFileSync } = require('fs');
const path = require('path');
module.exports = async (record) => {
  if (!process.env.CHANGE) return;
  for (const [name, text] of ${JSON.stringify(Object.entries(written))}) {
    mkdirSync(path.dirname(path.join(__dirname, name)), { recursive: true });
    writeFileSync(path.join(__dirname, name), text);
  }
};
module.exports.table = 'experiments-\${env}';
`;

test.each(Object.entries(led))('%s, written while a script before is applied, does not run', async (_, forms) => {
  const { files, written } = forms;
  const { apply, seen, dir } = await approved({ '2024-01-01-a.js': writing(written), ...files });
  const { code, stderr } = await apply([], { CHANGE: '1' });
  expect(Object.keys(written).every((file) => existsSync(path.join(dir, 'dynamodb-migrations', file)))).toBe(true);
  if (code === 0) expect(await seen()).toEqual(['good', 'good', 'good']);
  else {
    expect(stderr).toContain('so nobody has approved it');
    expect(await seen()).toEqual([undefined, undefined, undefined]);
  }
});

/** Scripts that load a module by a path that no text tells. */
const hidden: { [name: string]: { [file: string]: string } } = {
  'that is required': { '2024-02-01-b.js': `const { value } = require('./lib/' + 'value'); ${set('value')}` },
  'that is required late': { '2024-02-01-b.js': set(`require('./lib/' + 'value').value`) },
  'that is JSON': { '2024-02-01-b.js': `const { value } = require('./lib/' + 'value.json'); ${set('value')}` },
  'that an ES module imports': {
    '2024-02-01-b.mjs': `const { value } = (await import('./lib/' + 'value.js')).default; ${setModule('value')}`,
  },
  'that an ES module imports late': { '2024-02-01-b.mjs': setModule(`(await import('./lib/' + 'value.mjs')).value`) },
  'that is imported late': { '2024-02-01-b.js': set(`(await import('./lib/' + 'value.mjs')).value`) },
  'that a helper requires': {
    '2024-02-01-b.js': `const { value } = require('./lib/helper'); ${set('value')}`,
    'lib/helper.js': `module.exports = require(__dirname + '/value');`,
  },
  'that TypeScript imports': {
    '2024-02-01-b.ts': setModule(`(await import('./lib/' + 'typed')).value`, ': any'),
    'lib/typed.ts': `export const value: string = 'good';`,
  },
};

describe.each(Object.entries(hidden))('a module %s by a path that is not written down', (_, files) => {
  const scripts = {
    ...files,
    'lib/value.js': `exports.value = 'good';`,
    'lib/value.mjs': `export const value = 'good';`,
    'lib/value.json': `{ "value": "good" }`,
  };

  test('is refused where the environment is protected', async () => {
    const fleet = await givenFleet(engine, { scripts, records: 3 });
    const run = (args: string[]) => fleet.start(args, { env: { K8S_ENV: 'production' } });
    await run(['init']);
    await run(['plan', '--out', 'plan.json']);
    const approving = await run(['approve', 'plan.json', '--by', 'ada']);
    expect(approving.stderr).toMatch(/loads \S+ by a path that is not written down, so nobody has approved it/);
    expect(approving.code).toBe(2);
  });

  test('runs elsewhere, with a warning', async () => {
    const fleet = await givenFleet(engine, { scripts, records: 3 });
    const run = (args: string[]) => fleet.start(args, { env: { K8S_ENV: 'staging' } });
    await run(['init']);
    const { code, stderr } = await run(['apply']);
    expect(stderr.match(/loads \S+ by a path that is not written down: it may change/g)).toHaveLength(1);
    expect(code).toBe(0);
    const seen = (await dump(engine, 'experiments-staging')).map(({ seen }) => seen && 'S' in seen && seen.S);
    expect(seen).toEqual(['good', 'good', 'good']);
  });
});

test('a plan tells of a file that cannot be parsed', async () => {
  const scripts = {
    '2024-02-01-b.js': `let value; try { require('./lib/broken'); } catch { value = 'good'; } ${set('value')}`,
    'lib/broken.js': `let let = require('./value');`,
    'lib/value.js': `exports.value = 'good';`,
  };
  const fleet = await givenFleet(engine, { scripts, records: 3 });
  const run = (args: string[]) => fleet.run(args, { env: { K8S_ENV: 'production' } });
  await run(['init']);
  const { stdout } = await run(['plan', '--json']);
  expect(JSON.parse(stdout).scripts[0].notes).toEqual([
    expect.stringMatching(/^broken.js cannot be parsed, so that what else it loads may be missing here: /),
  ]);
});
