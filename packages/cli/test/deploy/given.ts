import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BinOptions,
  createTable,
  type Engine,
  type MainOptions,
  runBin,
  runMain,
  seed,
  startDynalite,
  tempDir,
  uniqueName,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

/** A script that gives every record without one an attribute, as they are commonly written. */
export const addAuth = `
const environment = process.env.K8S_ENV;
if (!environment) throw new Error('K8S_ENV must be set');
let updated = 0;
module.exports = (record, dyno, callback) => {
  if (record.auth) return callback();
  updated++;
  if (!dyno) return callback();
  dyno.updateItem({
    Key: { id: record.id },
    UpdateExpression: 'SET #auth = :auth',
    ExpressionAttributeNames: { '#auth': 'auth' },
    ExpressionAttributeValues: { ':auth': { issuer: environment } },
  }, (err) => { if (err) throw new Error(err); });
  callback();
};
module.exports.table = 'experiments-\${env}';
module.exports.finish = (dyno, callback) => { console.log(environment + ': ' + updated + ' updated'); callback(); };
`;

/** Moves records to another table. */
export const archive = `
module.exports = (record, dyno, callback) => {
  if (record.status !== 'stopped' || !dyno) return callback();
  dyno.putItem({ TableName: 'archive-' + process.env.K8S_ENV, Item: record }, (err) => {
    if (err) return callback(err);
    dyno.deleteItem({ Key: { id: record.id } }, callback);
  });
};
module.exports.table = 'experiments-\${env}';
`;

/** Counts up: not to be done twice. */
export const count = `
module.exports = async (record, dyno) => {
  if (dyno) await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } });
};
module.exports.table = 'experiments-\${env}';
`;

export const names = {
  auth: '2021-05-04T12:41:17Z-add-auth.js',
  archive: '2021-06-11T08:02:50Z-archive.js',
  count: '2021-07-01T10:00:00Z-count.js',
};

export interface Given {
  scripts?: { [file: string]: string };
  records?: number;
  /** Added to the configuration. */
  config?: object;
}

/** A folder of scripts with two environments on one engine, each with tables and a ledger of its own. */
export async function givenFleet(engine: Engine, { scripts = {}, records = 6, config = {} }: Given = {}) {
  const dir = tempDir();
  const suffix = uniqueName('t');
  const items = Array.from({ length: records }, (_, i) => ({
    id: { S: `r${i + 1}` },
    n: { N: '0' },
    status: { S: i % 3 === 0 ? 'stopped' : 'running' },
  }));
  for (const env of ['staging', 'production']) {
    await remake(engine, `experiments-${env}`);
    await remake(engine, `archive-${env}`);
    await seed(engine, `experiments-${env}`, items);
  }
  const environment = { region: 'us-east-1', endpoint: engine.endpoint };
  const configure = (more: object = {}) =>
    writeFiles(dir, {
      'dynamodb-migrate.config.json': JSON.stringify({
        environments: { staging: environment, production: { ...environment, protected: true } },
        ledger: { table: `ledger-${suffix}` },
        ...config,
        ...more,
      }),
    });
  configure();
  const add = (files: { [file: string]: string }) => writeFiles(path.join(dir, 'dynamodb-migrations'), files);
  add(scripts);
  const run = (args: string[], options: MainOptions = {}) =>
    runMain(args, { cwd: dir, ...options, env: { K8S_ENV: 'staging', ...options.env } });
  /** The same in a process of its own, which can be killed. */
  const start = (args: string[], options: BinOptions = {}) =>
    runBin(args, { cwd: dir, ...options, env: { K8S_ENV: 'staging', ...options.env } });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: dir, encoding: 'utf8' });
  return { dir, environment, configure, add, run, start, git, items, ledger: `ledger-${suffix}` };
}

async function remake(engine: Engine, name: string): Promise<void> {
  await engine.send('DeleteTable', { TableName: name }).catch(() => {});
  const isThere = () => engine.send('DescribeTable', { TableName: name }).then(Boolean, () => false);
  while (await isThere()) await sleep(5);
  await createTable(engine, { name });
}

/** A dynalite for the tests of a file. */
export function useDynalite(): Engine {
  const engine = {} as Engine;
  beforeAll(async () => {
    Object.assign(engine, await startDynalite());
  });
  afterAll(() => engine.stop?.());
  return engine;
}
