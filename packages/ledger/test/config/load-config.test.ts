import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import Ajv from 'ajv';
import { type Config, defineConfig, loadConfig } from '../../src';

const schema = require('../../schema.json');
const region = 'eu-west-1';

/** With every key there is: does not compile when one is missing. */
const everything: Everything<Config> = {
  $schema: './schema.json',
  folder: 'migrations',
  envVariable: 'STAGE',
  environments: {
    staging: {
      region,
      endpoint: 'http://localhost:8000',
      profile: 'team',
      account: '123456789012',
      tables: { experiments: 'experiments-${env}' },
      budgets: { maxRcu: 100, maxWcu: 0.5, capacity: '50%' },
      protected: true,
      guard: false,
      approvals: { by: 'another', sampled: true },
    },
  },
  approvals: { by: 'anyone', sampled: false },
  ledger: { table: 'ledger-${env}', region, endpoint: 'https://ledger.example.com', profile: 'team' },
  state: 's3://bucket/prefix',
  defaults: {
    concurrency: 5,
    segments: 'auto',
    maxRcu: 10,
    maxWcu: 10,
    capacity: '12.5%',
    maxErrors: 0,
    journal: true,
    backup: false,
    guard: true,
    hideValues: false,
    tolerance: '10%',
  },
  prices: {
    'eu-west-1': { millionWriteUnits: 0.5, millionReadUnits: 0, writeCapacityHour: 0.001, readCapacityHour: 0.0001 },
  },
  redact: ['email', 'orders[*].card'],
  tables: { '2021-05-04-a.js': 'a-${env}', '2021-05-05-b.js': ['b', 'c'] },
};

type Everything<T> = T extends string | number | boolean | unknown[]
  ? T
  : string extends keyof T
    ? { [key: string]: Everything<NonNullable<T[string & keyof T]>> }
    : { [key in keyof Required<T>]: Everything<NonNullable<T[key]>> };

const accepted: Config[] = [
  {},
  everything,
  { environments: { production: { region } } },
  { environments: { local: { region: 'local' } }, defaults: { segments: 16 } },
];

const refused: [config: unknown, message: string][] = [
  [{ enviroments: {} }, 'enviroments is not known: did you mean environments?'],
  [{ colour: 'red' }, 'colour is not known'],
  [{ defaults: { concurency: 5 } }, 'defaults.concurency is not known: did you mean concurrency?'],
  [{ defaults: { concurrency: 0 } }, 'defaults.concurrency must be at least 1, not 0'],
  [{ defaults: { concurrency: 1.5 } }, 'defaults.concurrency must be a whole number, not 1.5'],
  [{ defaults: { segments: 'some' } }, 'defaults.segments cannot be "some"'],
  [{ defaults: { capacity: '150%' } }, 'defaults.capacity cannot be "150%" (A share such as 50%)'],
  [{ environments: { staging: {} } }, 'environments.staging must have a region'],
  [
    { environments: { staging: { region, protectd: true } } },
    'environments.staging.protectd is not known: did you mean protected?',
  ],
  [
    { environments: { staging: { region, budgets: { maxRcu: 'fast' } } } },
    'budgets.maxRcu must be a number, not "fast"',
  ],
  [{ environments: { staging: { region, budgets: { maxWcu: 0 } } } }, 'maxWcu must be more than 0, not 0'],
  [{ environments: { staging: { region, endpoint: 'localhost:8000' } } }, 'endpoint cannot be "localhost:8000"'],
  [{ environments: { 'a/b': { region } } }, 'environments cannot have the name "a/b"'],
  [{ folder: '' }, 'folder must not be empty'],
  [{ redact: 'email' }, 'redact must be an array, not "email"'],
  [{ tables: { 'a.js': [] } }, 'tables.a.js must not be empty'],
  [{ tables: { 'a.js': 5 } }, 'tables.a.js must be a string or an array, not 5'],
  [[], 'the configuration must be an object, not []'],
];

const accepts = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

function written(config: unknown): string {
  const cwd = tempDir();
  writeFiles(cwd, { 'dynamodb-migrate.config.json': JSON.stringify(config) });
  return cwd;
}

test.each(accepted)('takes what the schema takes (%#)', async (config) => {
  expect(accepts(config)).toBe(true);
  expect((await loadConfig({ cwd: written(config) })).config).toEqual(config);
});

test.each(refused)('refuses what the schema refuses: %j', async (config, message) => {
  expect(accepts(config)).toBe(false);
  await expect(loadConfig({ cwd: written(config) })).rejects.toMatchObject({
    code: 'BAD_CONFIG',
    message: expect.stringContaining(message),
    hint: expect.stringContaining('dynamodb-migrate.config.json'),
  });
});

test('knows the same keys as the types and the schema', () => {
  const keys = (properties: object) => Object.keys(properties).sort();
  const { properties, definitions } = schema;
  expect(keys(properties)).toEqual(keys(everything));
  expect(keys(properties.ledger.properties)).toEqual(keys(everything.ledger));
  expect(keys(properties.defaults.properties)).toEqual(keys(everything.defaults));
  expect(keys(definitions.environment.properties)).toEqual(keys(everything.environments.staging));
  expect(keys(definitions.environment.properties.budgets.properties)).toEqual(
    keys(everything.environments.staging.budgets),
  );
});

const sources = {
  js: `module.exports = { folder: 'scripts' };`,
  cjs: `module.exports = { folder: 'scripts' };`,
  mjs: `export default { folder: 'scripts' };`,
  ts: `import { defineConfig } from 'dynamodb-migrate';\nconst folder: string = 'scripts';\nexport default defineConfig({ folder });`,
  json: `{ "folder": "scripts" }`,
};

test.each(Object.entries(sources))('finds .%s in a folder above', async (extension, source) => {
  const root = tempDir();
  const file = `dynamodb-migrate.config.${extension}`;
  const files = writeFiles(root, { [file]: source, 'deep/er/x': '' });
  const modules = { 'dynamodb-migrate': { defineConfig } };
  expect(await loadConfig({ cwd: path.join(root, 'deep/er'), modules })).toEqual({
    config: { folder: 'scripts' },
    file: files[file],
    root,
    folder: path.join(root, 'scripts'),
  });
});

test('an ES module named .js, too', async () => {
  const cwd = tempDir();
  writeFiles(cwd, { 'dynamodb-migrate.config.js': `export default { folder: 'scripts' };` });
  expect((await loadConfig({ cwd })).config).toEqual({ folder: 'scripts' });
});

test('everything has a default', async () => {
  const cwd = tempDir();
  expect(await loadConfig({ cwd })).toEqual({
    config: {},
    file: undefined,
    root: cwd,
    folder: path.join(cwd, 'dynamodb-migrations'),
  });
});

test.each([
  ['js', `module.exports = {`],
  ['json', `{ "folder": }`],
  ['ts', `throw new Error('no luck');`],
])('says what is wrong with a file that cannot be loaded: .%s', async (extension, source) => {
  const cwd = tempDir();
  const name = `dynamodb-migrate.config.${extension}`;
  writeFiles(cwd, { [name]: source });
  await expect(loadConfig({ cwd })).rejects.toMatchObject({
    code: 'BAD_CONFIG',
    message: expect.stringContaining(`${name} cannot be loaded: `),
  });
});
