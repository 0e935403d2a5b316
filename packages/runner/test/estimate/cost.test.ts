import { costOf } from '../../src/estimate/cost';

const million = { writeUnits: 1e6, readUnits: 1e6 };

test.each([
  // https://aws.amazon.com/dynamodb/pricing/on-demand/ and …/provisioned/
  ['us-east-1', 'STANDARD', 0.75, (1e6 / 3600) * 0.00078],
  ['us-east-1', 'STANDARD_INFREQUENT_ACCESS', 0.935, (1e6 / 3600) * 0.00097],
  ['eu-west-1', 'STANDARD', 0.8465, (1e6 / 3600) * 0.000882],
] as const)('a million units of each kind in %s, %s', (region, tableClass, onDemand, provisioned) => {
  expect(costOf([{ region, tableClass, ...million }])).toEqual({
    onDemand: expect.closeTo(onDemand, 6),
    provisioned: expect.closeTo(provisioned, 6),
  });
});

test('what is not known is not guessed', () => {
  expect(costOf([{ region: 'eu-west-3', ...million }])).toEqual({ provisioned: expect.any(Number) });
  expect(costOf([{ region: 'xx-new-1', ...million }])).toEqual({});
  expect(costOf([{ region: 'eu-west-1', tableClass: 'STANDARD_INFREQUENT_ACCESS', ...million }])).toEqual({});
  expect(
    costOf([
      { region: 'us-east-1', ...million },
      { region: 'toString', ...million },
    ]),
  ).toEqual({});
});

test('a table of which nothing is consumed costs nothing, wherever it is', () => {
  expect(costOf([{ region: 'xx-new-1', writeUnits: 0, readUnits: 0 }])).toEqual({ onDemand: 0, provisioned: 0 });
});

test('given prices count, one by one', () => {
  const given = { 'us-east-1': { millionWriteUnits: 0.5 }, 'xx-new-1': { millionWriteUnits: 2, millionReadUnits: 1 } };
  expect(costOf([{ region: 'us-east-1', ...million }], given)).toMatchObject({ onDemand: 0.625 });
  expect(costOf([{ region: 'xx-new-1', ...million }], given)).toEqual({ onDemand: 3 });
});
