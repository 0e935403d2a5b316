import fc, { type Arbitrary } from 'fast-check';
import type { Input } from '../../../src';
import { type Draft, literal, type Piece } from './draft';
import { paths, pathsTo } from './paths';
import { lists, numbers, sets, values } from './values';

const number = literal(numbers.map((N) => ({ N })));
const list = literal(lists);
const value = literal(values);

const join = (parts: Arbitrary<Piece>[], text: (...parts: string[]) => string): Arbitrary<Piece> =>
  fc.tuple(...parts).map((pieces) => (draft: Draft) => text(...pieces.map((piece) => piece(draft))));

const orElse = (path: Arbitrary<Piece>, otherwise: Arbitrary<Piece>) =>
  join([path, otherwise], (a, b) => `if_not_exists(${a}, ${b})`);

const numeric = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: pathsTo('n') },
  { weight: 6, arbitrary: orElse(pathsTo('n', 'none'), number) },
  { weight: 1, arbitrary: value },
);
const listed = fc.oneof(
  { weight: 3, arbitrary: list },
  { weight: 2, arbitrary: pathsTo('l') },
  { weight: 6, arbitrary: orElse(pathsTo('l', 'none'), list) },
  { weight: 1, arbitrary: value },
);

const assigned: Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: value },
  { weight: 2, arbitrary: paths },
  { weight: 2, arbitrary: orElse(paths, fc.oneof(value, paths)) },
  { weight: 3, arbitrary: join([numeric, numeric], (a, b) => `${a} + ${b}`) },
  { weight: 3, arbitrary: join([numeric, numeric], (a, b) => `${a}-${b}`) },
  { weight: 3, arbitrary: join([listed, listed], (a, b) => `list_append(${a}, ${b})`) },
  { weight: 1, arbitrary: join([numeric, numeric], (a, b) => `(${a} + ${b})`) },
  {
    weight: 1,
    arbitrary: orElse(
      paths,
      join([listed, listed], (a, b) => `list_append(${a},${b})`),
    ),
  },
);

const set = join([paths, assigned], (a, b) => `${a} = ${b}`);
const add = fc.oneof(
  { weight: 4, arbitrary: join([pathsTo('n', 'none'), number], (a, b) => `${a} ${b}`) },
  { weight: 4, arbitrary: join([pathsTo('ss', 'ns', 'none'), literal(sets)], (a, b) => `${a} ${b}`) },
  { weight: 1, arbitrary: join([paths, value], (a, b) => `${a} ${b}`) },
);
const take = fc.oneof(
  { weight: 6, arbitrary: join([pathsTo('ss', 'ns', 'none'), literal(sets)], (a, b) => `${a} ${b}`) },
  { weight: 1, arbitrary: join([paths, value], (a, b) => `${a} ${b}`) },
);

const some = (piece: Arbitrary<Piece>, maxLength: number, freq: number) =>
  fc.option(fc.array(piece, { minLength: 1, maxLength }), { nil: [], freq });

const clauses = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(some(set, 1, 9), some(paths, 1, 1), some(add, 1, 1), some(take, 1, 1)) },
  { weight: 1, arbitrary: fc.tuple(some(set, 3, 3), some(paths, 3, 2), some(add, 2, 1), some(take, 2, 1)) },
);

/** Texts of updates. */
export const updateTexts: Arbitrary<Piece> = fc
  .tuple(clauses, fc.constantFrom('upper', 'lower'), fc.nat(3))
  .filter(([all]) => all.some((pieces) => pieces.length > 0))
  .map(([all, letters, turn]) => (draft) => {
    const words = ['SET', 'REMOVE', 'ADD', 'DELETE'];
    const texts = all.map((pieces, i) =>
      pieces.length > 0
        ? `${letters === 'upper' ? words[i] : words[i]!.toLowerCase()} ${pieces.map((piece) => piece(draft)).join(', ')}`
        : '',
    );
    return [...texts.slice(turn), ...texts.slice(0, turn)].filter(Boolean).join(' ');
  });

const attribute = fc.constantFrom('n', 's', 'l', 'm', 'ss', 'ns', 'size', 'any', 'none');

/** Updates as `AttributeUpdates`. */
export const legacyUpdates: Arbitrary<Input> = fc
  .dictionary(
    attribute,
    fc.oneof(
      values.map((Value): Input => ({ Action: 'PUT', Value })),
      values.map((Value): Input => ({ Value })),
      fc.constant<Input>({ Action: 'DELETE' }),
      sets.map((Value): Input => ({ Action: 'DELETE', Value })),
      fc
        .oneof(
          numbers.map((N) => ({ N })),
          sets,
          lists,
        )
        .map((Value): Input => ({ Action: 'ADD', Value })),
      values.map((Value): Input => ({ Action: 'ADD', Value })),
      values.map((Value): Input => ({ Action: 'DELETE', Value })),
      fc.constant<Input>({ Action: 'ADD' }),
      fc.constant<Input>({}),
    ),
    { minKeys: 1, maxKeys: 3, noNullPrototype: true },
  )
  .map((AttributeUpdates) => ({ AttributeUpdates }));
