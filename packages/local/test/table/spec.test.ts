import { parseTableSpec } from '../../src';

test.each([
  ['experiments:id', [['id', 'S']]],
  ['experiments:id:N', [['id', 'N']]],
  [
    'my.table_1-x:user,time:N',
    [
      ['user', 'S'],
      ['time', 'N'],
    ],
  ],
  [
    'events:user:B,time:S',
    [
      ['user', 'B'],
      ['time', 'S'],
    ],
  ],
])('%s', (spec, keys) => {
  const definition = parseTableSpec(spec);
  expect(definition).toEqual({
    TableName: spec.slice(0, spec.indexOf(':')),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keys.map(([AttributeName], i) => ({ AttributeName, KeyType: ['HASH', 'RANGE'][i] })),
  });
});

test.each([
  ['', /"" is no table name/],
  ['experiments', /takes one key/],
  ['no:id', /"no" is no table name/],
  ['a/b:id', /"a\/b" is no table name/],
  ['experiments:', /a key has no name/],
  ['experiments:id,', /a key has no name/],
  ['experiments:id:X', /key id has type "X"/],
  ['experiments:id:S:N', /key id has type "S:N"/],
  ['experiments:a,b,c', /takes one key, or/],
  ['experiments:id,id:N', /the same/],
])('%s is refused', (spec, message) => {
  const parsing = () => parseTableSpec(spec);
  expect(parsing).toThrow(message);
  expect(parsing).toThrow(
    expect.objectContaining({ code: 'BAD_TABLE_SPEC', hint: expect.stringContaining('NAME:key') }),
  );
});
