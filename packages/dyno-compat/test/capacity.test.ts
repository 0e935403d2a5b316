import { addCapacity } from '../src/capacity';

test('adds units of tables and indexes, one or several at a time', () => {
  const one = {
    TableName: 'a',
    CapacityUnits: 1.5,
    ReadCapacityUnits: 1,
    Table: { CapacityUnits: 1 },
    LocalSecondaryIndexes: { l: { CapacityUnits: 0.5 } },
  };
  const two = {
    TableName: 'b',
    CapacityUnits: 2,
    LocalSecondaryIndexes: { l: { CapacityUnits: 1 }, m: { CapacityUnits: 1 } },
  };
  expect(addCapacity(addCapacity({}, one), [two, one])).toEqual({
    TableName: 'a',
    CapacityUnits: 5,
    ReadCapacityUnits: 2,
    Table: { CapacityUnits: 2 },
    LocalSecondaryIndexes: { l: { CapacityUnits: 2 }, m: { CapacityUnits: 1 } },
  });
});
