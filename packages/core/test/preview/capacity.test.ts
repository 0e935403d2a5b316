import { type Item, indexWriteUnits, writeUnits } from '@dynamodb-migrate/core';

const sized = (bytes: number, more: Item = {}): Item => ({ id: { S: 'x'.repeat(bytes - 2) }, ...more });

test.each([
  [undefined, undefined, 1],
  [sized(1024), undefined, 1],
  [undefined, sized(1025), 2],
  [sized(3000), sized(10), 3],
])('write units (%#)', (before, after, units) => {
  expect(writeUnits(before, after)).toBe(units);
});

describe('an index', () => {
  const index = {
    name: 'byGroup',
    keys: ['group'],
    global: true,
    projection: { type: 'ALL' as const, attributes: [] },
  };
  const inGroup = (S: string, n = '1') => sized(100, { group: { S }, n: { N: n } });

  test.each([
    ['does not hold either image', sized(9), sized(8), 0],
    ['gains an entry', sized(9), inGroup('g'), 1],
    ['loses an entry', inGroup('g'), undefined, 1],
    ['keeps it the same', inGroup('g'), inGroup('g'), 0],
    ['has it updated', inGroup('g'), inGroup('g', '2'), 1],
    ['has it moved', inGroup('g'), inGroup('h'), 2],
  ])('%s', (_what, before, after, units) => {
    expect(indexWriteUnits(index, before, after)).toBe(units);
  });
});
