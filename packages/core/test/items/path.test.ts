import { formatPath, parsePath } from '@dynamodb-migrate/core';
import fc from 'fast-check';

test.each([
  [['a'], 'a'],
  [['a', 'b', 2, 'c'], 'a.b[2].c'],
  [['x.y', 'z'], '["x.y"].z'],
  [['a', 'q"uote'], 'a["q\\"uote"]'],
  [['a', '', 0], 'a[""][0]'],
])('%j is spelled %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});

test('every path survives being spelled', () => {
  const step = fc.oneof(fc.string({ unit: 'binary' }), fc.nat(99));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(step, { maxLength: 4 }), (first, rest) => {
      expect(parsePath(formatPath([first, ...rest]))).toEqual([first, ...rest]);
    }),
  );
});

test.each(['', '.a', '[0]', 'a..b', 'a[x]', 'a]'])('"%s" is no path', (text) => {
  expect(() => parsePath(text)).toThrow(expect.objectContaining({ code: 'INVALID_PATH' }));
});
