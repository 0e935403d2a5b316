import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Item } from '@dynamodb-migrate/core';
import {
  createTable,
  dump,
  type Engine,
  normalise,
  runBin,
  seed,
  startDynalite,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

/** Public shapes of scripts, each with what it is run with. */
const scripts: {
  [name: string]: { code: string; flags?: string[]; input?: string; env?: { [name: string]: string } };
} = {
  'fire and forget, nested documents': {
    code: `
      let updated = 0;
      module.exports = (record, dyno, callback) => {
        if (!dyno) return callback();
        dyno.updateItem({
          Key: { id: record.id },
          UpdateExpression: 'SET doc.a.b = :v, doc.nothing = :p, doc.note = :t',
          ExpressionAttributeValues: { ':v': record.n + 1, ':p': {}, ':t': '' },
        }, (err) => { if (err) { console.log('Error updating', record.id); throw new Error(err); } });
        updated++;
        callback();
      };
      module.exports.finish = (dyno, callback) => { console.log('updated', updated); callback(); };`,
  },
  'a set made by require(dyno)': {
    code: `
      const Dyno = require('dyno');
      module.exports = (record, dyno, callback) => {
        const set = Dyno.createSet(['a', record.id]);
        console.log(record.some_set && record.some_set.values, record.some_set && record.some_set.length);
        dyno.putItem({ Item: Object.assign({}, record, { set, numbers: Dyno.createSet([1, 2.5]) }) }, callback);
      };`,
  },
  'the environment is missing': {
    code: `if (!process.env.K8S_ENV) throw new Error('K8S_ENV is missing');
      module.exports = (record, dyno, callback) => callback();`,
  },
  'the environment is there': {
    code: `if (!process.env.K8S_ENV) throw new Error('K8S_ENV is missing');
      module.exports = (record, dyno, callback) => { console.log(process.env.K8S_ENV, record.id); callback(); };`,
    env: { K8S_ENV: 'staging' },
  },
  'whole records copied to another table, then deleted': {
    code: `
      const Dyno = require('dyno');
      module.exports = (record, dyno, callback) => {
        dyno.putItem({ TableName: process.env.OTHER, Item: record }, (err) => {
          if (err) return callback(err);
          dyno.deleteItem({ Key: { id: record.id } }, callback);
        });
      };`,
  },
  'reads before it writes': {
    code: `
      module.exports = (record, dyno, callback) => {
        dyno.query({ KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': record.id } }, (err, data) => {
          if (err) return callback(err);
          dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': data.Count } }, callback);
        });
      };`,
  },
  'an update that sets undefined': {
    code: `
      module.exports = (record, dyno, callback) => {
        dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET a = :a, b = :b', ExpressionAttributeValues: { ':a': 1, ':b': { x: undefined, y: [1, undefined, 2] } } }, callback);
      };`,
  },
  'arrays turned into objects': {
    code: `
      module.exports = (record, dyno, callback) => {
        dyno.putItem({ Item: Object.assign({}, record, { list: Object.assign({}, record.list), bytes: record.bytes }) }, callback);
      };`,
  },
  'methods passed unbound': {
    code: `
      module.exports = (record, dyno, callback) => {
        const { updateItem } = dyno;
        updateItem({ Key: { id: record.id }, AttributeUpdates: { legacy: { Action: 'PUT', Value: [1, 'a'] } } }, callback);
      };`,
  },
  'async with callback': {
    code: `module.exports = async (record, dyno, callback) => {
      await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET seen = :t', ExpressionAttributeValues: { ':t': true } });
      callback();
    };`,
  },
  'a finish that is overwritten': {
    code: `module.exports.finish = () => console.log('never');
      module.exports = (record, dyno, callback) => callback();`,
  },
  'finish writes': {
    code: `
      const ids = [];
      module.exports = (record, dyno, callback) => { ids.push(record.id); callback(); };
      module.exports.finish = function (dyno, callback) {
        console.log(this === module.exports, ids.join(' '));
        dyno.putItem({ Item: { id: 'summary', count: ids.length } }, callback);
      };`,
  },
  'slow callbacks, one at a time': {
    code: `
      let now = 0;
      module.exports = (record, dyno, callback) => { console.log(record.id, ++now); setTimeout(() => { now--; callback(); }, 5); };`,
  },
  'concurrency 4': {
    code: `
      let now = 0, most = 0;
      module.exports = (record, dyno, callback) => { most = Math.max(most, ++now); setTimeout(() => { now--; callback(); }, 5); };
      module.exports.finish = (dyno, callback) => { console.log(most); callback(); };`,
    flags: ['--concurrency', '4'],
  },
  'process.exitCode': {
    code: `module.exports = (record, dyno, callback) => { process.exitCode = 3; callback(); };`,
  },
  'callback(err)': {
    code: `module.exports = (record, dyno, callback) => callback(new Error('no'));`,
  },
  'a throw': {
    code: `module.exports = () => { throw new Error('no'); };`,
  },
  'an update that is refused': {
    code: `module.exports = (record, dyno, callback) => dyno.deleteItem({ Key: { wrong: 1 } }, callback);`,
  },
  'finish(err)': {
    code: `module.exports = (record, dyno, callback) => { console.log(record.id); callback(); };
      module.exports.finish = (dyno, callback) => callback(new Error('no'));`,
  },
  'no such table written to': {
    code: `module.exports = (record, dyno, callback) => dyno.putItem({ TableName: 'nowhere', Item: record }, callback);`,
  },
  'stream of wire lines': {
    code: `module.exports = (record, dyno, callback) => { console.log(JSON.stringify(record)); dyno.putItem({ Item: record }, callback); };`,
    flags: ['stream'],
    input:
      '{"id":{"S":"x"},"b":{"B":"AAE="},"s":{"SS":["a"]},"l":{"L":[{"NULL":true},{"M":{}}]}}\r\n\n{"id":{"S":"y"},"n":{"N":"1.50"}}',
  },
  'stream of plain lines': {
    code: `module.exports = (record, dyno, callback) => { console.log(JSON.stringify(record)); dyno.putItem({ Item: record }, callback); };`,
    flags: ['stream', '--dyno'],
    input: '{"id":"x","n":1.5,"l":[null,{}]}\n{"id":"y"}\n',
  },
  'an empty stream': {
    code: `module.exports = () => {}; module.exports.finish = (dyno, callback) => { console.log('end'); callback(); };`,
    flags: ['stream'],
    input: '',
  },
};

const items: Item[] = Array.from({ length: 12 }, (_, i) => ({
  id: { S: `r${i}` },
  n: { N: String(i * 1.5) },
  doc: { M: { a: { M: { b: { N: '1' } } }, kept: { NULL: true } } },
  list: { L: [{ S: 'x' }, { N: '2' }] },
  bytes: { B: 'AAEC' },
  some_set: { SS: ['p', 'q'] },
}));

const dir = tempDir();
let engine: Engine;

beforeAll(async () => {
  engine = await startDynalite();
  // What the scripts' `require('dyno')` found in the old days; the new tool brings its own.
  mkdirSync(path.join(dir, 'old/node_modules'), { recursive: true });
  const real = path.dirname(require.resolve('../../test-tools/node_modules/@mapbox/dyno/package.json'));
  symlinkSync(real, path.join(dir, 'old/node_modules/dyno'));
});
afterAll(() => engine.stop());

/** Runs one side on a table of its own and gives all there is to see of it. */
async function outcome(name: string, side: 'old' | 'new', live: boolean) {
  const { code, flags = [], input = '', env = {} } = scripts[name]!;
  const [table, other] = [await createTable(engine), await createTable(engine)];
  await seed(engine, table, items);
  const file = writeFiles(dir, { [`${side}/${name.replace(/\W+/g, '-')}.js`]: code });
  const script = Object.values(file)[0]!;
  const [method, ...rest] = flags[0] === 'stream' ? flags : ['scan', ...flags];
  const all = [...rest, ...(live ? ['--live'] : [])];
  const environment = { ...env, OTHER: other };
  const result =
    side === 'new'
      ? await runBin([method!, `us-east-1/${table}`, script, '--endpoint', engine.endpoint, ...all], {
          env: environment,
          input,
        })
      : await runOld([method!, table, script, ...all], { ...environment, ENDPOINT: engine.endpoint }, input);
  const contents = async (one: string) => (await dump(engine, one)).map(normalise);
  return { code: result.code, stdout: result.stdout, table: await contents(table), other: await contents(other) };
}

function runOld(args: string[], env: { [name: string]: string }, input: string) {
  const fake = {
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  };
  const child = spawn(process.execPath, [path.join(__dirname, 'support/old-engine.cjs'), ...args], {
    env: { PATH: process.env.PATH, NODE_PATH: path.join(dir, 'old/node_modules'), ...fake, ...env },
    timeout: 110_000,
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise<{ code: number | null; stdout: string }>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout }));
  });
}

describe.each(Object.keys(scripts))('%s', (name) => {
  test.each([
    ['live', true],
    ['dry', false],
  ])(
    '%s',
    async (_, live) => {
      const [old, ours] = await Promise.all([outcome(name, 'old', live), outcome(name, 'new', live)]);
      expect(ours).toEqual(old);
    },
    120_000,
  );
});
