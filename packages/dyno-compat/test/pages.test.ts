import { called, fakeClient } from './support/fake-door';

const page = (id: string, more: boolean) => ({
  Items: [{ id: { S: id } }],
  Count: 1,
  ScannedCount: 2,
  ...(more && { LastEvaluatedKey: { id: { S: id } } }),
});
const pages = () => [page('a', true), page('b', true), page('c', false)];

test.each<[unknown, string[]]>([
  [1, ['a']],
  [2, ['a', 'b']],
  [Number.POSITIVE_INFINITY, ['a', 'b', 'c']],
  [Number.NaN, ['a', 'b', 'c']],
])('Pages %p reads into one answer', async (Pages, ids) => {
  const { dyno } = fakeClient(pages());
  const [error, data] = await called((callback) => dyno.scan({ Pages } as any, callback));
  expect(error).toBeNull();
  expect(data).toStrictEqual({
    Items: ids.map((id) => ({ id })),
    Count: ids.length,
    ScannedCount: 2 * ids.length,
    LastEvaluatedKey: ids.length < 3 ? { id: ids.at(-1) } : undefined,
    ConsumedCapacity: undefined,
  });
});

test.each([0, -1, '2', 'five', true])('Pages %p is refused', async (Pages) => {
  const { dyno, calls } = fakeClient();
  const args = await called((callback) => dyno.query({ Pages } as any, callback));
  expect([args.length, args[0].message, calls]).toEqual([1, 'Pages must be an integer greater than 0', []]);
});

test('Pages without a callback is refused at once', () => {
  expect(() => (fakeClient().dyno.scan as any)({ Pages: 2 })).toThrow(TypeError);
});

test.each([undefined, null])('Pages %p is a plain request', async (Pages) => {
  const { dyno, calls } = fakeClient(pages());
  expect(await dyno.scanAsync({ Pages, Limit: 1 })).toEqual({
    Items: [{ id: 'a' }],
    Count: 1,
    ScannedCount: 2,
    LastEvaluatedKey: { id: 'a' },
  });
  expect(calls).toHaveLength(1);
});
