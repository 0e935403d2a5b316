import { tempDir } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { given, seen } = useEngine();

test('a run whose folder can no longer be written to fails in a sentence, and tells its id', async () => {
  const { table, run } = await given(
    `const { renameSync, readdirSync, writeFileSync } = require('fs');
     const runs = process.env.STATE + '/runs/';
     module.exports = async (record, dyno) => {
       await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } });
     };
     module.exports.finish = async () => {
       const [id] = readdirSync(runs);
       renameSync(runs + id, process.env.STATE + '/moved');
       writeFileSync(runs + id, '');
     };`,
  );
  const state = tempDir();
  const { code, stderr } = await run(['--live', '--state', state], { STATE: state });
  expect(code).toBe(1);
  expect(await seen(table)).toBe(3);
  expect(stderr).toMatch(/how the run ended could not be written down: /);
  expect(stderr).toMatch(/live: failed after 3 records, 3 UpdateItem/);
  expect(stderr).toMatch(/^run 20\S+.*rollback: dynamodb-migrate rollback 20/m);
  expect(stderr).not.toMatch(/^ +at /m);
});
