import { applyUpdate, type Item } from '../../src';

// What generated cases showed Amazon's own engine to do.

const key: Item = { id: { S: 'a' } };

test('an item that is new has its key, for those who ask', () => {
  const copied = applyUpdate(
    {
      Key: key,
      UpdateExpression: 'SET copied = if_not_exists(id, :v)',
      ExpressionAttributeValues: { ':v': { N: '1' } },
    },
    undefined,
  );
  expect(copied).toEqual({ ...key, copied: { S: 'a' } });
});

test('a removal behind the end of a list takes nothing away that the same update appends', () => {
  const update = {
    Key: key,
    UpdateExpression: 'SET l[4] = :v REMOVE l[1]',
    ExpressionAttributeValues: { ':v': { N: '1' } },
  };
  expect(applyUpdate(update, { ...key, l: { L: [{ S: 'x' }] } })).toEqual({
    ...key,
    l: { L: [{ S: 'x' }, { N: '1' }] },
  });
});
