import { createDyno } from '@dynamodb-migrate/dyno-compat';

const { createSet } = createDyno(() => async () => ({}));

test.each<[any, string, unknown[]]>([
  [['a', ''], 'String', ['a', '']],
  [[0, 1], 'Number', [0, 1]],
  [[Buffer.from('a')], 'Binary', [Buffer.from('a')]],
  ['a', 'String', ['a']],
  [5, 'Number', [5]],
  [[1n], 'Number', [1n]],
])('createSet(%p) is a %s set', (list, type, values) => {
  const set = createSet(list);
  expect({ ...set }).toEqual({ wrapperName: 'Set', type, values });
  expect(set.constructor.name).toBe('Set');
});

test.each([[[]], [[null]], [[true]], [[{}]], [new Set(['a'])], [undefined]])('createSet(%p) throws', (list) => {
  expect(() => createSet(list as any)).toThrow(
    expect.objectContaining({
      name: 'InvalidSetType',
      code: 'InvalidSetType',
      message: 'Sets can contain string, number, or binary values',
    }),
  );
});

test('validate and initialize are there for those who know them', () => {
  const set: any = createSet(['a']);
  set.values.push(1);
  expect(() => set.validate()).toThrow(expect.objectContaining({ code: 'InvalidType' }));
  set.initialize([1, 2], true);
  expect([set.type, set.toJSON()]).toEqual(['Number', [1, 2]]);
});
