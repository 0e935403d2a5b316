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

test('an index may have the name of what objects inherit', () => {
  const names = ['constructor', 'toString', '__proto__'];
  const GlobalSecondaryIndexes = Object.fromEntries(names.map((name) => [name, { CapacityUnits: 1 }]));
  const total = addCapacity(addCapacity({}, { GlobalSecondaryIndexes }), { GlobalSecondaryIndexes });
  expect(Object.entries(total.GlobalSecondaryIndexes!)).toEqual(names.map((name) => [name, { CapacityUnits: 2 }]));
  expect([(Object as any).CapacityUnits, ({} as any).CapacityUnits]).toEqual([undefined, undefined]);
});
