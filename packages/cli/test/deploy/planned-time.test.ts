import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '@dynamodb-migrate/ledger';
import { createTable, describeEngines, type Engine, seed } from '@dynamodb-migrate/test-tools';
import { addAuth, givenFleet, names } from './given';

describeEngines('the time and the units of a plan', (engine) => {
  async function planned(
    code: string,
    environment: object = {},
    config: object = {},
  ): Promise<Plan['scripts'][number]> {
    const fleet = await givenFleet(engine, { scripts: { [names.auth]: code } });
    fleet.configure({ environments: { staging: { ...fleet.environment, ...environment } }, ...config });
    await fleet.run(['init']);
    const plan = await fleet.run(['plan', '--out', 'plan.json']);
    expect(plan).toMatchObject({ code: 0 });
    return JSON.parse(readFileSync(path.join(fleet.dir, 'plan.json'), 'utf8')).scripts[0];
  }

  test('are those of the budgets that apply keeps to', async () => {
    const free = await planned(addAuth);
    expect(free.estimate.seconds).toBeLessThan(3);
    const held = { seconds: 3, boundBy: 'the budget of writes', writeUnits: 6 };
    expect((await planned(addAuth, { budgets: { maxWcu: 2 } })).estimate).toMatchObject(held);
    expect((await planned(addAuth, {}, { defaults: { maxWcu: 2 } })).estimate).toMatchObject(held);
  });

  test('count what the script takes of its own, at the concurrency of apply', async () => {
    const slow = addAuth
      .replace('(record, dyno, callback) => {', '(record, dyno, callback) => setTimeout(() => {')
      .replace('callback();\n};', 'callback();\n}, 80);');
    const { seconds, boundBy } = (await planned(slow)).estimate;
    expect([boundBy, seconds! >= 6 * 0.079]).toEqual(['the script itself', true]);
    const together = (await planned(slow, {}, { defaults: { concurrency: 6 } })).estimate;
    expect(together.seconds).toBeLessThan(seconds);
  });

  test('are bound by what a table and its indexes are provisioned with', async () => {
    const name = await provisioned(engine);
    const code = `module.exports = (record, dyno, callback) =>
        dyno.putItem({ Item: { ...record, kind: 'a', big: 'x'.repeat(1500) } }, callback);
      module.exports.table = '${name}';`;
    const { estimate } = await planned(code);
    const units = { writeUnits: 24, indexes: { byKind: 12 } };
    expect(estimate).toMatchObject({
      ...{ boundBy: `the write capacity of the index byKind of ${name}`, seconds: 6, writeUnits: 24 },
      tables: [{ table: name, ...units }],
    });
  });
});

/** A table with 6 records, 4 write units a second, and 2 for its index. */
async function provisioned(engine: Engine): Promise<string> {
  const name = await createTable(engine);
  const made = `${name}-provisioned`;
  const throughput = (WriteCapacityUnits: number) => ({
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits },
  });
  await engine.send('CreateTable', {
    TableName: made,
    ...{ BillingMode: 'PROVISIONED', ...throughput(4) },
    AttributeDefinitions: ['id', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        ...{ IndexName: 'byKind', KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }] },
        ...{ Projection: { ProjectionType: 'ALL' }, ...throughput(2) },
      },
    ],
  });
  const isReady = async () => (await engine.send('DescribeTable', { TableName: made })).Table.TableStatus === 'ACTIVE';
  while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 5));
  await seed(
    engine,
    made,
    Array.from({ length: 6 }, (_, i) => ({ id: { S: `r${i}` } })),
  );
  return made;
}
