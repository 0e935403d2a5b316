import { createTable, dump } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, given } = useEngine();

test.each([
  ['CommonJS', 'd.js', `const Dyno = require('dyno'); const other = require('@mapbox/dyno');`],
  [
    'ES module',
    'd.mjs',
    `import Dyno, { createSet } from 'dyno'; import other from '@mapbox/dyno'; if (createSet !== Dyno.createSet) throw 1;`,
  ],
  [
    'TypeScript',
    'd.ts',
    `import Dyno, { createSet } from 'dyno'; import other from '@mapbox/dyno'; if (createSet !== Dyno.createSet) throw 1;`,
  ],
  ['TypeScript with require', 'd.cts', `const Dyno = require('dyno'); const other = require('@mapbox/dyno');`],
])('dyno is there with nothing installed: %s', async (_, name, start) => {
  const ends = name.endsWith('cts') || name.endsWith('.js') ? 'module.exports =' : 'export default';
  const { run } = await given(
    `${start} ${ends} async () => { console.log(typeof Dyno, typeof other, Dyno.createSet(['a']).wrapperName); };`,
    { name, records: 1 },
  );
  expect(await run()).toMatchObject({ code: 0, stdout: 'function function Set\n' });
});

test('the package.json of dyno says which version is stood for', async () => {
  const { run } = await given(
    `const a = require('dyno/package.json'); const b = require('@mapbox/dyno/package.json');
    module.exports = async () => console.log(a.name, a.version, b.version);`,
    { records: 1 },
  );
  expect(await run()).toMatchObject({ code: 0, stdout: '@mapbox/dyno 1.6.3 1.6.3\n' });
});

test('a client that the script makes writes through the same door', async () => {
  const other = await createTable(engine);
  const { run } = await given(
    `
    const Dyno = require('dyno');
    const client = Dyno({ table: ${JSON.stringify(other)}, region: 'us-east-1' });
    module.exports = (record, dyno, callback) => { client.putItem({ Item: record }); callback(); };
    `.replace('Item: record }', 'Item: record }, () => {}'),
  );
  const { code, stderr } = await run(['--live']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/3 PutItem/);
  expect(await dump(engine, other)).toHaveLength(3);
});
