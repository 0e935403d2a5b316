import { diffItems, hideValues, type Item, redact } from '@dynamodb-migrate/core';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

const masked = { S: '(redacted)' };
const item: Item = {
  id: { S: 'a' },
  owner: { M: { name: { S: 'Ann' }, email: { S: 'ann@example.com' } } },
  orders: { L: [{ M: { card: { N: '4111' }, sum: { N: '5' } } }, { M: { card: { N: '4222' } } }] },
};

test('attributes, inner paths, one element, all elements', () => {
  expect(redact(['owner']).item(item)).toEqual({ ...item, owner: masked });
  expect(redact(['owner.email']).item(item).owner).toEqual({ M: { name: { S: 'Ann' }, email: masked } });
  expect(redact(['orders[1].card']).item(item).orders).toEqual({
    L: [{ M: { card: { N: '4111' }, sum: { N: '5' } } }, { M: { card: masked } }],
  });
  const everyCard = { L: [{ M: { card: masked, sum: { N: '5' } } }, { M: { card: masked } }] };
  expect(redact(['orders[*].card']).item(item).orders).toEqual(everyCard);
  expect(redact(['orders.card']).item(item).orders).toEqual(everyCard);
  expect(redact(['orders[*]']).item(item).orders).toEqual({ L: [masked, masked] });
  expect(redact(['nothing.here', 'id.of']).item(item)).toEqual(item);
});

test('changes: above, at and below the path', () => {
  const mask = redact(['owner.email', 'orders[*].card', 'tags']);
  const show = (before: Item, after: Item) =>
    mask
      .changes(diffItems(before, after))
      .map(({ path, before, after, elements }) => ({ path, before, after, elements }));
  const email = (S: string): Item => ({ owner: { M: { email: { S }, name: { S: 'Ann' } } } });
  expect(show({}, email('x'))).toEqual([{ path: 'owner', after: { M: { email: masked, name: { S: 'Ann' } } } }]);
  expect(show(email('x'), email('y'))).toEqual([{ path: 'owner.email', before: masked, after: masked }]);
  const card = (N: string): Item => ({ orders: { L: [{ M: { card: { M: { digits: { N } } } } }] } });
  expect(show(card('1'), card('2'))).toEqual([{ path: 'orders[0].card.digits', before: masked, after: masked }]);
  expect(show({ tags: { SS: ['a'] } }, { tags: { SS: ['b'] } })).toEqual([
    { path: 'tags', before: masked, after: masked },
  ]);
  expect(show({ n: { SS: ['a'] } }, { n: { SS: ['b'] } })[0]!.elements).toEqual({ added: ['b'], removed: ['a'] });
});

test('hidden values leave names, types and sizes', () => {
  expect(hideValues().item({ ...item, n: { N: '-12' }, t: { BOOL: true } })).toEqual({
    id: { S: 'S, 1 byte' },
    owner: { M: { name: { S: 'S, 3 bytes' }, email: { S: 'S, 15 bytes' } } },
    orders: {
      L: [{ M: { card: { S: 'N, 3 bytes' }, sum: { S: 'N, 2 bytes' } } }, { M: { card: { S: 'N, 3 bytes' } } }],
    },
    n: { S: 'N, 3 bytes' },
    t: { S: 'BOOL, 1 byte' },
  });
  const [change] = hideValues().changes(diffItems({ s: { SS: ['old'] } }, { s: { SS: ['new'] } }));
  expect(change).toEqual({
    path: 's',
    kind: 'changed',
    before: { S: 'SS, 3 bytes' },
    beforeType: 'SS',
    after: { S: 'SS, 3 bytes' },
    afterType: 'SS',
  });
});

test('no redacted text is left anywhere, whatever the item', () => {
  const secret = 'a-secret-text';
  const holding = itemArbitrary().map(
    (inner): Item => ({ outer: { L: [{ M: { ...inner, hidden: { S: secret } } }] } }),
  );
  fc.assert(
    fc.property(holding, holding, (a, b) => {
      const changes = [...diffItems(a, b), ...diffItems({}, a), ...diffItems(a, {})];
      expect(JSON.stringify(redact(['outer[*].hidden']).changes(changes))).not.toContain(secret);
      expect(JSON.stringify(redact(['outer.hidden']).item(a))).not.toContain(secret);
    }),
  );
});
