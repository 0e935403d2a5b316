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
