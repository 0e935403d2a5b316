import path from 'node:path';
import { writeFiles } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { dir, given } = useEngine();

beforeAll(() => {
  writeFiles(dir, {
    'node_modules/aws-sdk/package.json': '{"name":"aws-sdk","main":"index.js"}',
    'node_modules/aws-sdk/index.js': 'exports.DynamoDB = class {};',
    'node_modules/@aws-sdk/client-dynamodb/package.json': '{"name":"@aws-sdk/client-dynamodb","main":"index.js"}',
    'node_modules/@aws-sdk/client-dynamodb/index.js': 'exports.DynamoDBClient = class {};',
    'node_modules/@aws-sdk/util-dynamodb/package.json': '{"name":"@aws-sdk/util-dynamodb","main":"index.js"}',
    'node_modules/@aws-sdk/util-dynamodb/index.js': 'exports.marshall = () => ({});',
    'node_modules/wrapper/package.json': '{"name":"wrapper","main":"index.js"}',
    'node_modules/wrapper/index.js': 'exports.load = () => require("aws-sdk");',
    'node_modules/eager/package.json': '{"name":"eager","main":"index.js"}',
    'node_modules/eager/index.js': 'require("@aws-sdk/client-dynamodb");',
    'node_modules/eager-esm/package.json': '{"name":"eager-esm","type":"module","exports":"./index.js"}',
    'node_modules/eager-esm/index.js': 'import "@aws-sdk/client-dynamodb";',
    'node_modules/aws4/package.json': '{"name":"aws4","main":"index.js"}',
    'node_modules/aws4/index.js': 'exports.sign = () => {};',
    'sdk-beside.js': 'exports.load = () => require("aws-sdk");',
    'process-beside.js': 'exports.run = () => require("child_process").execSync("true");',
  });
});

const done = 'module.exports = (record, dyno, callback) => callback();';
const failing = 'module.exports = (record, dyno, callback) => callback(new Error("no"));';

/** What loads the AWS SDK: named by a warning. */
const sdk: { [name: string]: [file: string, code: string] } = {
  'requires v2': ['a.js', `require('aws-sdk'); ${done}`],
  'requires v3': ['b.js', `require('@aws-sdk/client-dynamodb'); ${done}`],
  'requires it and fails': ['c.js', `require('aws-sdk'); ${failing}`],
  'imports it': ['d.mjs', `import '@aws-sdk/client-dynamodb'; export default async () => {};`],
  'imports it, in TypeScript': [
    'e.ts',
    `import { DynamoDBClient as C } from '@aws-sdk/client-dynamodb'; export default async () => void new C({});`,
  ],
  'has it from a file beside': ['f.js', `require('./sdk-beside'); ${done}`],
  'has it from a package': ['g.js', `require('eager'); ${done}`],
  'has it from a package that is imported': ['h.mjs', `import 'eager-esm'; export default async () => {};`],
  'has it from a package, for a record': [
    'i.js',
    `module.exports = (r, d, callback) => { require('wrapper').load(); callback(); };`,
  ],
  'has it by a name made up': ['j.js', `require(['aws', 'sdk'].join('-')); ${done}`],
};

/** Other ways past dyno. */
const others: { [name: string]: [file: string, code: string] } = {
  'starts processes': ['k.js', `require('child_process'); ${done}`],
  'starts processes, by node:': [
    'l.mjs',
    `import { execSync } from 'node:child_process'; export default async () => void execSync('true');`,
  ],
  'starts processes from a file beside': ['m.js', `require('./process-beside'); ${done}`],
  'starts threads': ['n.js', `require('node:worker_threads'); ${done}`],
  'signs requests': ['o.js', `require('aws4'); ${done}`],
};

const past = /nothing written through dyno(;|$)/m;

describe('a script that may write past dyno', () => {
  test.each(Object.entries(sdk))('%s: a dry run says so', async (_, [name, code]) => {
    const { start } = await given(code, { name });
    const { stderr } = await start();
    expect(stderr).toMatch(past);
    expect(
      stderr.match(/^warning: the script loads \S+ itself: what it writes with that is not held back/gm),
    ).toHaveLength(1);
  });

  test.each(Object.entries(others))('%s: a dry run and a preview claim nothing of it', async (_, [name, code]) => {
    const { start } = await given(code, { name });
    for (const flags of [[], ['--preview', '--state', path.join(dir, 'state')]]) {
      const { code: exit, stderr } = await start(flags);
      expect(stderr).toMatch(past);
      expect(stderr).not.toContain('the script writes nothing\n');
      expect(exit).toBe(0);
    }
  });
});

test.each([
  ['has no SDK', 'p.js', done],
  ['has helpers of the SDK only', 'q.js', `require('@aws-sdk/util-dynamodb'); ${done}`],
  [
    'has types of the SDK only',
    'r.ts',
    `import type { AttributeValue } from '@aws-sdk/client-dynamodb'; export default async (record: AttributeValue) => {};`,
  ],
  ['speaks of the SDK', 's.js', `// aws-sdk, child_process\n${done}`],
  ['has dyno', 't.js', `require('dyno'); ${done}`],
])('of a script that %s it is known that nothing was written', async (_, name, code) => {
  const { run } = await given(code, { name });
  for (const flags of [[], ['--preview', '--state', path.join(dir, 'state')]]) {
    expect((await run(flags)).stderr).toMatch(/nothing written(;|$)/m);
  }
});
