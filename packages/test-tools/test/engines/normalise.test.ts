import { normalise, plainNumber } from '@dynamodb-migrate/test-tools';

test.each([
  ['0', '0'],
  ['-0.0', '0'],
  ['1E2', '100'],
  ['1e+21', '1000000000000000000000'],
  ['-1.50', '-1.5'],
  ['12.5E-3', '0.0125'],
  ['-1.379E-10', '-0.0000000001379'],
  ['1.23E1', '12.3'],
  ['007', '7'],
])('%s is %s', (text, plain) => {
  expect(plainNumber(text)).toBe(plain);
});

test('attributes and sets have one order, lists keep theirs', () => {
  const item = normalise({
    b: { L: [{ S: '2' }, { S: '1' }] },
    a: { M: { z: { NS: ['2', '1E0'] }, y: { BS: ['Yg==', 'YQ=='] } } },
  });
  expect(JSON.stringify(item)).toBe(
    '{"a":{"M":{"y":{"BS":["YQ==","Yg=="]},"z":{"NS":["1","2"]}}},"b":{"L":[{"S":"2"},{"S":"1"}]}}',
  );
});
