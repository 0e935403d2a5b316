import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { findSdk } from '../../src/guard/find-sdk';

test('the AWS SDK is found in files that lead to each other', () => {
  const { a, ts } = writeFiles(tempDir(), {
    a: '',
    'a.js': `const b = require('./b'); export * from "./c.mjs";`,
    'b.js': `require('./a.js'); require("@aws-sdk/lib-dynamodb/x");`,
    'c.mjs':
      "export const load = () => import(`aws-sdk`); const no = 'aws-sdk'; import('aws-sdk-mock'); import '@aws-sdk/types';",
    ts: '',
    'ts.ts': `import { x } from './typed.js'; import type { Y } from '@aws-sdk/client-s3';`,
    'typed.ts': `import Z, { type W } from '@aws-sdk/client-sts';`,
  });
  expect(
    findSdk(`${a}.js`)
      .map(({ module }) => module)
      .sort(),
  ).toEqual(['@aws-sdk/lib-dynamodb/x', 'aws-sdk']);
  expect(findSdk(`${ts}.ts`)).toEqual([{ file: expect.stringMatching(/typed\.ts$/), module: '@aws-sdk/client-sts' }]);
});

test('the AWS SDK is found behind the paths of a tsconfig.json, and behind decorators', () => {
  const files = writeFiles(tempDir(), {
    'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["gone/*", "src/*"] } }, }',
    'scripts/a.ts': `import { Model } from '@app/model'; export default async () => Model;`,
    'src/model.ts': `import { STS } from '@aws-sdk/client-sts'; import 'lib/more';
      const field: any = () => {}; export class Model { @field id!: string; sts = STS; }`,
    'lib/more.ts': `import 'aws-sdk';`,
  });
  expect(findSdk(files['scripts/a.ts']).map(({ module }) => module)).toEqual(['@aws-sdk/client-sts', 'aws-sdk']);
});

const modules = ['aws-sdk', 'aws-sdk/clients/dynamodb', '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb/x'];

const loading: { [ending: string]: ((module: string) => string)[] } = {
  js: [
    (module) => `const sdk = require('${module}');`,
    (module) => `const { a: { b } } = require ( "${module}" );`,
    (module) => `const url = 'http://localhost'; const sdk = require(/* here */ '${module}'); // it`,
    (module) => `const text = \`\${require('${module}').name}\`;`,
    (module) => `exports.load = async () => (await import('${module}')).default;`,
    (module) => `exports.load = () => import(\`${module}\`);`,
    (module) => `const sdk = module.require('${module}');`,
    (module) => `const path = require.resolve('${module}');`,
    (module) => `/a'b/.test('x'); require('${module}');`,
  ],
  mjs: [
    (module) => `import '${module}';`,
    (module) => `import {\n  a,\n  b as c,\n} from "${module}";`,
    (module) => `import * as sdk from '${module}'`,
    (module) => `const a = 1\nimport sdk, { b } from '${module}'`,
    (module) => `export * from '${module}';`,
    (module) => `export * as sdk from '${module}';`,
    (module) => `export { a } from '${module}';`,
  ],
  ts: [
    (module) => `import { type A, b } from '${module}';`,
    (module) => `import sdk = require('${module}');`,
    (module) => `const sdk: typeof import('${module}') = require('${module}');`,
  ],
};

const idle: { [ending: string]: ((module: string) => string)[] } = {
  js: [
    (module) => `// require('${module}')`,
    (module) => `/*\n require('${module}')\n*/`,
    (module) => `console.log("require('${module}')");`,
    (module) => `console.log(\`\nimport '${module}';\n\`);`,
    (module) => `const name = '${module}';`,
    (module) => `const pattern = /require('${module.replaceAll('/', '.')}')/;`,
    (module) => `require('not-${module.replaceAll('/', '-')}');`,
    (module) => `require('${module.split('/')[0] === 'aws-sdk' ? 'aws-sdk-mock' : '@aws-sdk/types'}');`,
  ],
  ts: [
    (module) => `import type { A } from '${module}';`,
    (module) => `export type { A } from '${module}';`,
    (module) => `let sdk: typeof import('${module}');`,
  ],
};

const cases = (forms: typeof loading) =>
  Object.entries(forms).flatMap(([ending, list]) =>
    list.flatMap((form) => modules.map((module) => [form(module), module, ending] as const)),
  );

test.each(cases(loading))('%s', (text, module, ending) => {
  const name = `script.${ending}`;
  const { [name]: script } = writeFiles(tempDir(), { [name]: text });
  expect(findSdk(script)).toContainEqual({ file: script, module });
});

test.each(cases(idle))('nothing loads it: %s', (text, _, ending) => {
  const name = `script.${ending}`;
  const { [name]: script } = writeFiles(tempDir(), { [name]: text });
  expect(findSdk(script)).toEqual([]);
});

test('a script that is no code yet is for the loader to refuse', () => {
  const { 'a.js': script } = writeFiles(tempDir(), { 'a.js': "require('aws-sdk'" });
  expect(findSdk(script)).toEqual([]);
});
