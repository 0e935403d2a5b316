import { type AttributeValue, diffItems, type Item, parsePath } from '@dynamodb-migrate/core';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

const list = (...values: string[]): AttributeValue => ({ L: values.map((S) => ({ S })) });

test('typed changes by path', () => {
  const before: Item = {
    id: { S: 'a' },
    gone: { BOOL: true },
    count: { N: '1' },
    same: { N: '1.0' },
    retyped: { N: '5' },
    nested: { M: { deep: { L: [{ S: 'x' }, { M: { n: { N: '1' } } }] } } },
    tags: { SS: ['a', 'b'] },
  };
  const after: Item = {
    id: { S: 'a' },
    count: { N: '2' },
    same: { N: '1' },
    retyped: { S: '5' },
    nested: { M: { deep: { L: [{ S: 'x' }, { M: { n: { N: '2' } } }] } } },
    tags: { SS: ['b', 'c'] },
    'new.one': { NULL: true },
  };
  expect(diffItems(before, after)).toEqual([
    { path: 'count', kind: 'changed', before: { N: '1' }, beforeType: 'N', after: { N: '2' }, afterType: 'N' },
    { path: 'gone', kind: 'removed', before: { BOOL: true }, beforeType: 'BOOL' },
    {
      path: 'nested.deep[1].n',
      kind: 'changed',
      before: { N: '1' },
      beforeType: 'N',
      after: { N: '2' },
      afterType: 'N',
    },
    { path: '["new.one"]', kind: 'added', after: { NULL: true }, afterType: 'NULL' },
    { path: 'retyped', kind: 'changed', before: { N: '5' }, beforeType: 'N', after: { S: '5' }, afterType: 'S' },
    {
      path: 'tags',
      kind: 'changed',
      before: { SS: ['a', 'b'] },
      beforeType: 'SS',
      after: { SS: ['b', 'c'] },
      afterType: 'SS',
      elements: { added: ['c'], removed: ['a'] },
    },
  ]);
});

test.each([
  [list('a', 'b', 'c'), list('a', 'c'), ['removed [1]']],
  [list('a', 'c'), list('a', 'b', 'c'), ['added [1]']],
  [
    list('a', 'b', 'c', 'd'),
    list('b', 'x', 'c', 'd', 'e', 'f'),
    ['removed [0]', 'added [1]', 'added [4]', 'added [5]'],
  ],
  [list('a', 'b'), list('a', 'x'), ['changed [1]']],
  [list(), list('a'), ['added [0]']],
])('lists: only what differs (%#)', (before, after, expected) => {
  const changes = diffItems({ l: before }, { l: after });
  expect(changes.map(({ kind, path }) => `${kind} ${path.slice(1)}`)).toEqual(expected);
});

test('an element added in front of many is one change, in lists too long to compare pairwise as well', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `${index}`);
  expect(diffItems({ l: list(...many) }, { l: list('first', ...many) })).toHaveLength(1);
});

test('there is a difference exactly where one is, and an image against nothing is all of it', () => {
  fc.assert(
    fc.property(itemArbitrary(), itemArbitrary(), (a, b) => {
      expect(diffItems(a, structuredClone(a))).toEqual([]);
      const changed = new Set(diffItems(a, b).map(({ path }) => parsePath(path)[0]));
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const [x, y] = [a, b].map((item) => (Object.hasOwn(item, name) ? { [name]: item[name]! } : {}));
        expect(changed.has(name)).toBe(diffItems(x, y).length > 0);
      }
      expect(diffItems(undefined, a).map(({ kind }) => kind)).toEqual(Object.keys(a).map(() => 'added'));
    }),
  );
});
