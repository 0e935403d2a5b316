import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const packages = path.join(__dirname, '../../..');
const built = (file: string) => JSON.stringify(path.join(packages, file));

/** What `openFleet` gives, opened by a process of its own, whose code may use `fleet` and `require`. */
function opened(files: { [name: string]: string }, code: string, options: object = { env: 'staging' }) {
  const root = tempDir();
  writeFiles(root, files);
  const program = `
    const { openFleet } = require(${built('fleet')});
    openFleet(${JSON.stringify(options)}).then(async (fleet) => {
      const told = await (async () => { ${code} })();
      console.log(JSON.stringify(told));
    });`;
  const keys = { AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake' };
  const env = { ...process.env, ...keys, K8S_ENV: '', NODE_ENV: '', JEST_WORKER_ID: '' };
  return { root, told: JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: root, env }).toString()) };
}

const config = `const { defineConfig } = require('dynamodb-migrate');
module.exports = defineConfig({
  environments: {
    staging: { region: 'eu-west-1', tables: { archive: 'old-\${env}' }, budgets: { maxRcu: 7, maxWcu: 3 } },
  },
  state: 'runs',
});
`;

test('scripts of every kind, with what they say of themselves', () => {
  const { told, root } = opened(
    {
      'dynamodb-migrate.config.js': config,
      'dynamodb-migrations/2021-01-01-a.js': `const Dyno = require('dyno');
        exports = module.exports = (record, dyno, callback) => callback();
        exports.table = 'a-' + process.env.K8S_ENV;
        exports.description = typeof Dyno;`,
      'dynamodb-migrations/2021-01-02-b.mjs': `import Dyno from '@mapbox/dyno';
        export const table = ['archive', 'b-\${region}'];
        export const down = () => {};
        export const description = typeof Dyno;
        export default async () => {};`,
      'dynamodb-migrations/2021-01-03-c.ts': `export const table: string = 'c-\${env}';
        export const expect = { changed: '<= 5' } as const;
        export default async function (record: object): Promise<void> {}`,
      'dynamodb-migrations/2021-01-04-d.js': 'throw new Error("no");',
      'dynamodb-migrations/helper.js': '',
    },
    `const { folder, root, scripts, undated, state, doors, environment, who, where } = fleet;
     return { folder, root, undated, state, reads: doors.budgets.reads.rate, name: environment.name, who, where,
       env: process.env.K8S_ENV,
       scripts: scripts.map(({ file, tables, metadata, error }) => ({ file, tables, error: error?.message,
         description: metadata?.description, expect: metadata?.expect, down: typeof metadata?.down })) };`,
  );
  expect(told).toMatchObject({
    ...{ root, folder: path.join(root, 'dynamodb-migrations'), state: path.join(root, 'runs') },
    ...{ undated: ['helper.js'], reads: 7, name: 'staging' },
    // A program that goes on finds its variables as they were.
    env: '',
    who: { user: expect.any(String), host: expect.any(String) },
    scripts: [
      { file: '2021-01-01-a.js', tables: ['a-staging'], description: 'function' },
      { tables: ['old-staging', 'b-eu-west-1'], description: 'function', down: 'function' },
      { tables: ['c-staging'], expect: { changed: '<= 5' } },
      { tables: [], error: '2021-01-04-d.js threw while it was loaded: no (at 2021-01-04-d.js:1)' },
    ],
  });
});

test('a script and its helpers are loaded again by whoever runs it', () => {
  const { told } = opened(
    {
      'dynamodb-migrate.config.js': config,
      'dynamodb-migrations/2021-01-01-a.js': `module.exports = () => {}; module.exports.table = 't-' + require('../lib/count');`,
      'lib/count.js': 'module.exports = (globalThis.loads = (globalThis.loads ?? 0) + 1);',
      'node_modules/kept/index.js': 'globalThis.kept = (globalThis.kept ?? 0) + 1;',
      'dynamodb-migrations/2021-01-02-b.js': `require('kept'); module.exports = () => {};`,
    },
    `require(fleet.folder + '/2021-01-01-a.js'); require(fleet.folder + '/2021-01-02-b.js');
     return { tables: fleet.scripts[0].tables, loads: globalThis.loads, kept: globalThis.kept };`,
  );
  expect(told).toEqual({ tables: ['t-1'], loads: 2, kept: 1 });
});

test('a script cannot write while it is only looked at', () => {
  const { told } = opened(
    {
      'dynamodb-migrate.config.js': config,
      'dynamodb-migrations/2021-01-01-a.js': `const dyno = require('dyno')({ table: 't', region: 'eu-west-1' });
        dyno.putItem({ Item: { id: 'a' } }, (error) => { globalThis.error = error; });
        module.exports = () => {};`,
    },
    `while (!globalThis.error) await new Promise((resolve) => setTimeout(resolve, 5));
     return { error: globalThis.error.message };`,
  );
  expect(told.error).toMatch(/PutItem/);
});

test('state and configuration from elsewhere', () => {
  const { told, root } = opened(
    {
      'conf/dynamodb-migrate.config.js': config,
      'conf/dynamodb-migrations/2021-01-01-a.js': 'module.exports = () => {};',
    },
    'return { state: fleet.state, scripts: fleet.scripts.length, line: fleet.scripts[0].tableLine };',
    { env: 'staging', config: 'conf/dynamodb-migrate.config.js', state: 'here' },
  );
  expect(told).toEqual({
    state: path.join(root, 'here'),
    scripts: 1,
    line: `module.exports.table = 'TABLE-\${env}';`,
  });
});

test('a module that stays loaded goes the way of the latest run', () => {
  const { told } = opened(
    {
      'dynamodb-migrate.config.js': config,
      'dynamodb-migrations/2021-01-01-a.mjs': `import Dyno from 'dyno';
        const own = Dyno({ table: 'own', region: 'eu-west-1' });
        export default async (record) => own.putItemAsync({ Item: record });`,
    },
    `const { startLocal, parseTableSpec } = require(${built('local')});
     const { runScript } = require(${built('runner')});
     const local = await startLocal({ tables: [parseTableSpec('own:id')] });
     const ways = [];
     for (const id of ['first', 'second']) {
       const run = await runScript({
         script: fleet.scripts[0].path,
         database: 'eu-west-1/other',
         endpoint: local.endpoint,
         mode: 'preview',
         records: [{ id }],
       });
       for await (const { table, key } of run.changes()) ways.push([run.state, table, key]);
     }
     await local.stop();
     return ways;`,
  );
  const way = (id: string) => ['succeeded', 'own', { id: { S: id } }];
  expect(told).toEqual([way('first'), way('second')]);
});
