import { createTable, describeEngines } from '@dynamodb-migrate/test-tools';

describeEngines('an engine', (engine) => {
  test('takes tables that are made and deleted at the same time', async () => {
    const lives = Array.from({ length: 60 }, async () => {
      const TableName = await createTable(engine);
      await engine.send('DeleteTable', { TableName });
    });
    await expect(Promise.all(lives)).resolves.toHaveLength(60);
  });
});
