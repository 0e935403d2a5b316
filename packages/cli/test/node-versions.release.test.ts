import path from 'node:path';
import {
  createTable,
  dump,
  type Engine,
  runBin,
  seed,
  startDynalite,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

/** Node binaries that npm packages carry; they are for Linux on x64. */
const versions = { '20.19.0': 'node20', 'newest 22': 'node22', 'newest 24': 'node24' };
const fits = process.platform === 'linux' && process.arch === 'x64';
if (!fits) console.log(`skipped: Node ${Object.keys(versions).join(', ')}, whose binaries are for Linux on x64`);

const set = `SET kinds = :k`;
const scripts = {
  'commonjs.js': `
    const Dyno = require('dyno');
    module.exports = (record, dyno, callback) => {
      if (!dyno) return callback();
      dyno.updateItem({ Key: { id: record.id }, UpdateExpression: '${set}', ExpressionAttributeValues: { ':k': Dyno.createSet(['a']) } }, callback);
    };
    module.exports.finish = (dyno, callback) => { console.log(process.versions.node); callback(); };`,
  'module.mjs': `
    import { createSet } from 'dyno';
    import Dyno from '@mapbox/dyno';
    export default async ({ id }, dyno) => {
      if (Dyno.createSet !== createSet) throw new Error('two of them');
      await dyno?.updateItemAsync({ Key: { id }, UpdateExpression: '${set}', ExpressionAttributeValues: { ':k': createSet(['a']) } });
    };
    export const finish = async () => console.log(process.versions.node);`,
  'typed.ts': `
    import Dyno from 'dyno';
    interface Item { id: string }
    export default async ({ id }: Item, dyno: any): Promise<void> => {
      await dyno?.updateItemAsync({ Key: { id }, UpdateExpression: '${set}', ExpressionAttributeValues: { ':k': Dyno.createSet(['a']) } });
    };
    export const finish = async (): Promise<void> => console.log(process.versions.node);`,
};

(fits ? describe : describe.skip).each(Object.entries(versions))('Node %s', (_, name) => {
  let engine: Engine;
  const node = () =>
    path.join(path.dirname(require.resolve(`../../test-tools/node_modules/${name}/package.json`)), 'bin/node');
  const paths = writeFiles(tempDir(), scripts);

  beforeAll(async () => {
    engine = await startDynalite();
  });
  afterAll(() => engine.stop());

  test('--help', async () => {
    const { code, stdout, stderr } = await runBin(['--help'], { node: node() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('dynamodb-migrate scan');
  });

  test.each(Object.keys(scripts) as (keyof typeof scripts)[])('%s, dry and live', async (script) => {
    const table = await createTable(engine);
    await seed(engine, table, [{ id: { S: 'a' } }, { id: { S: 'b' } }]);
    const run = (...flags: string[]) =>
      runBin(['scan', `us-east-1/${table}`, paths[script], '--endpoint', engine.endpoint, ...flags], { node: node() });
    const major = name.slice('node'.length);

    const dry = await run();
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(`^${major}\\.`) });
    expect(dry.stderr).toMatch(/^dry run: 2 records in [^\n]*\n$/);
    expect(await dump(engine, table)).toEqual([{ id: { S: 'a' } }, { id: { S: 'b' } }]);

    const live = await run('--live');
    expect(live).toMatchObject({ code: 0, stdout: expect.stringMatching(`^${major}\\.`) });
    expect(live.stderr).not.toMatch(/warning|deprecat/i);
    expect((await dump(engine, table)).map(({ kinds }) => kinds)).toEqual([{ SS: ['a'] }, { SS: ['a'] }]);
  });
});
