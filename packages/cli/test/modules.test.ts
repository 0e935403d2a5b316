import { useEngine } from './given';

const { given, seen } = useEngine();

const touch = `{ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }`;

describe('promises and modules', () => {
  const count =
    'let n = 0; export default async (record) => { await null; n++; }; export const finish = async () => console.log(n);';

  test.each([
    ['async', 'x.js', `module.exports = async (record, dyno) => { await dyno.updateItemAsync(${touch}); };`],
    ['ES module', 'x.mjs', `export default async (record, dyno) => { await dyno.updateItemAsync(${touch}); };`],
    [
      'TypeScript',
      'x.ts',
      `export default async (record: { id: string }, dyno: any): Promise<void> => { await dyno.updateItemAsync(${touch}); };`,
    ],
  ])('%s, live', async (_, name, code) => {
    const { table, start } = await given(code, { name: `live-${name}` });
    expect(await start(['--live'])).toMatchObject({ code: 0 });
    expect(await seen(table)).toBe(3);
  });

  test.each([
    ['an ES module', 'a.mjs', count],
    ['an ES module named .js without package.json', 'typeless/a.js', count],
    ['TypeScript', 'a.ts', count.replace('let n', 'let n: number')],
    ['TypeScript as .mts', 'a.mts', count],
    [
      'TypeScript as .cts',
      'a.cts',
      'let n: number = 0; const run = (record: any, dyno: any, callback: any) => { n++; callback(); }; run.finish = (dyno: any, callback: any) => { console.log(n); callback(); }; module.exports = run;',
    ],
    [
      'CommonJS as .cjs',
      'a.cjs',
      'let n = 0; module.exports = async () => { n++; }; module.exports.finish = async () => console.log(n);',
    ],
    [
      'compiled from an ES module',
      'b.js',
      'Object.defineProperty(exports, "__esModule", { value: true }); let n = 0; exports.default = async () => { n++; }; exports.finish = async () => console.log(n);',
    ],
    [
      'a name with colons',
      '2021-05-04T12:41:17Z-add auth#1?%20.js',
      'let n = 0; module.exports = async () => { n++; }; module.exports.finish = async () => console.log(n);',
    ],
    ['an ES module with an odd name', '2021-05-04T12:41:17Z-add auth#1?%20.mjs', count],
    ['TypeScript with an odd name', '2021-05-04T12:41:17Z-add auth#1?%20.ts', count],
  ])('%s', async (_, name, code) => {
    const { start } = await given(code, { name });
    const { code: exit, stdout, stderr } = await start();
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '3\n' });
    expect(stderr).toMatch(/^dry run: 3 records in [^\n]*\n$/);
  });

  test('an ES module in a package of type module', async () => {
    const { start } = await given(count, { name: 'pkg/a.js', files: { 'pkg/package.json': '{"type":"module"}' } });
    expect(await start()).toMatchObject({ code: 0, stdout: '3\n' });
  });

  test('modules resolve from the script’s own folder', async () => {
    const { start } = await given(
      `const helper = require('helper'); module.exports = async () => console.log(helper);`,
      {
        name: 'own/a.js',
        records: 1,
        files: { 'own/node_modules/helper/index.js': 'module.exports = "here";' },
      },
    );
    expect(await start()).toMatchObject({ code: 0, stdout: 'here\n' });
  });
});

describe.each(['ts', 'mts', 'cts'])('TypeScript with a tsconfig.json, as .%s', (ending) => {
  const model = `const field = (target: any, key: string) => { (target.constructor.fields ??= []).push(key); };
    export class Person { @field id!: string; @field kind = 'person'; bare?: string; }`;
  const script = `import { Person } from '@app/model';
    import { VERSION } from '@app/values';
    export default async (record: any): Promise<void> =>
      console.log((Person as any).fields.join(), Object.keys(new Person()).join(), VERSION, record.id);`;
  const values = 'export const VERSION: number = 2;';

  test.each<[string, { [name: string]: string }, string]>([
    [
      'decorators and paths',
      {
        'tsconfig.json':
          '{ "compilerOptions": { "experimentalDecorators": true, "paths": { "@app/*": ["./src/*"] } } }',
      },
      'id,kind kind 2 r1\n',
    ],
    [
      'fields that are defined',
      {
        'tsconfig.json':
          '{ "compilerOptions": { "experimentalDecorators": true, "target": "es2022", "paths": { "@app/*": ["./src/*"] } } }',
      },
      'id,kind id,kind,bare 2 r1\n',
    ],
    [
      'comments, trailing commas, baseUrl and what it extends',
      {
        'tsconfig.json': '{ // ours\n "extends": "./base", "compilerOptions": { "baseUrl": "./src", /* here */ }, }',
        'base.json':
          '{ "compilerOptions": { "useDefineForClassFields": false, "baseUrl": ".", "paths": { "@app/*": ["missing/*", "*"] } } }',
      },
      'id,kind kind 2 r1\n',
    ],
  ])('%s', async (_, files, expected) => {
    const root = `tsconfig-${ending}-${expected.length}-${Object.keys(files).length}`;
    const all = { ...files, 'src/model.ts': model, 'src/values.ts': values };
    const placed = Object.fromEntries(Object.entries(all).map(([name, text]) => [`${root}/${name}`, text]));
    const { start } = await given(script, { name: `${root}/migrations/deep/a.${ending}`, records: 1, files: placed });
    expect(await start()).toMatchObject({ code: 0, stdout: expected });
  });
});
