import { called, fakeClient } from './support/fake-door';

const ConsumedCapacity = {
  TableName: 'things',
  CapacityUnits: 3,
  Table: { CapacityUnits: 1 },
  GlobalSecondaryIndexes: { byName: { CapacityUnits: 2 } },
};

test.each([
  ['getItem', { Key: {} }, 'ReadCapacityUnits'],
  ['putItem', { Item: {} }, 'WriteCapacityUnits'],
] as const)('%s tells what it consumed before the callback', async (method, params, units) => {
  const costs: any[] = [];
  const { dyno, calls } = fakeClient([{ ConsumedCapacity }], { costLogger: (cost) => costs.push(cost) });
  let before = 0;
  await called((callback) =>
    (dyno as any)[method](params, (...args: unknown[]) => {
      before = costs.length;
      callback(...args);
    }),
  );
  expect([before, calls[0].input.ReturnConsumedCapacity]).toEqual([1, 'INDEXES']);
  expect(costs).toEqual([
    {
      ConsumedCapacity: {
        CapacityUnits: 3,
        [units]: 3,
        GlobalSecondaryIndexes: { byName: { [units]: 2 } },
        LocalSecondaryIndexes: null,
      },
      Time: expect.any(Number),
    },
  ]);
});

test('batches and streams are told too, promises and failures are not', async () => {
  const costs: unknown[] = [];
  const capacities = { ConsumedCapacity: [ConsumedCapacity, ConsumedCapacity], Items: [], Count: 0 };
  const answers = [capacities, { ...capacities, ConsumedCapacity }, capacities, new Error('no')];
  const { dyno } = fakeClient(answers, {
    costLogger: ({ ConsumedCapacity: { CapacityUnits } }) => costs.push(CapacityUnits),
  });
  await called((callback) => dyno.batchWriteItemRequests({ RequestItems: { t: [] } }).sendAll(callback));
  for await (const _ of dyno.scanStream());
  await dyno.getItem({ Key: {} }).promise();
  await called((callback) => dyno.getItem({ Key: {} }, callback));
  expect(costs).toEqual([6, 3]);
});
