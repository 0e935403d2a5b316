import { exceededExpectations } from '../../src';

test.each<[string | number, number, boolean]>([
  ['<= 5', 5, false],
  ['<= 5', 6, true],
  ['< 5', 4, false],
  ['< 5', 5, true],
  ['>= 5', 1, false],
  ['>= 5', 9, false],
  ['> 5', 5, false],
  ['10..20', 3, false],
  ['10..20', 20, false],
  ['10..20', 21, true],
  [0, 0, false],
  [0, 1, true],
  ['= 7', 3, false],
  ['= 7', 8, true],
  ['< 5%', 1000, false],
])('%s is left for good at %d: %s', (bound, changed, left) => {
  expect(exceededExpectations({ changed: bound }, { changed, records: 10 }).length > 0).toBe(left);
});

test('nothing expected', () => {
  expect(exceededExpectations(undefined, { changed: 3 })).toEqual([]);
});
