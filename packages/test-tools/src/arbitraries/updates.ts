import type { AttributeValue, Item, Wire } from '@dynamodb-migrate/core';
import fc, { type Arbitrary } from 'fast-check';

const numbers = fc
  .constantFrom('0', '1', '-1', '2.5', '100', '1e3', '9007199254740993', '0.1', '99999999999999999999')
  .map((N): AttributeValue => ({ N }));
const strings = fc.constantFrom('a', 'b', 'c').map((S): AttributeValue => ({ S }));
const stringSets = fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((SS): AttributeValue => ({ SS }));
const numberSets = fc.subarray(['1', '2', '30'], { minLength: 1 }).map((NS): AttributeValue => ({ NS }));
const flat = fc.oneof(numbers, strings, stringSets, numberSets);
const lists = fc.array(flat, { maxLength: 4 }).map((L): AttributeValue => ({ L }));
const maps = fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(flat, lists)).map((M): AttributeValue => ({ M }));
/** Values of the types that updates work on. */
export const anything = fc.oneof(flat, lists, maps);

const names = ['n', 'l', 'm', 'ss', 'ns', 'size'] as const;
/** Items with attributes of each of these types, or none. */
export const items: Arbitrary<Item | null> = fc.option(
  fc
    .record(
      { n: numbers, l: lists, m: maps, ss: stringSets, ns: numberSets, size: anything },
      { requiredKeys: [], noNullPrototype: true },
    )
    .map((item): Item => ({ ...item, id: { S: 'k' } })),
  { freq: 6 },
);

/** An input whose placeholders are gathered while its text is made. */
class Draft {
  readonly values: Item = {};
  readonly names: { [placeholder: string]: string } = {};

  value(value: AttributeValue): string {
    const name = `:v${Object.keys(this.values).length}`;
    this.values[name] = value;
    return name;
  }

  path(steps: readonly (string | number)[]): string {
    const spelled = steps.map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      if (step !== 'size') return `.${step}`;
      this.names['#s'] = step;
      return '.#s';
    });
    return spelled.join('').slice(1);
  }
}

type Piece = (draft: Draft) => string;

type Steps = readonly (string | number)[];

const within: Arbitrary<Steps> = fc.oneof(
  fc.nat(4).map((index) => ['l', index]),
  fc.constantFrom('x', 'y').map((name) => ['m', name]),
  fc.tuple(fc.constantFrom('x', 'y'), fc.nat(2)).map(([name, index]) => ['m', name, index]),
);
const anywhere: Arbitrary<Steps> = fc.oneof(
  fc.constantFrom(...names).map((name) => [name]),
  within,
);
const spelled = (steps: Arbitrary<Steps>): Arbitrary<Piece> => steps.map((path) => (draft) => draft.path(path));
const atName = (...names: string[]): Arbitrary<Piece> =>
  spelled(
    fc.oneof(
      fc.constantFrom(...names).map((name) => [name]),
      within,
    ),
  );
const literal = (values: Arbitrary<AttributeValue>): Arbitrary<Piece> =>
  values.map((value) => (draft) => draft.value(value));

const orElse = (path: Arbitrary<Piece>, otherwise: Arbitrary<Piece>): Arbitrary<Piece> =>
  fc.tuple(path, otherwise).map(
    ([at, other]) =>
      (draft) =>
        `if_not_exists(${at(draft)}, ${other(draft)})`,
  );
const number = literal(numbers);
const sum = fc
  .tuple(
    fc.oneof(atName('n'), number, orElse(atName('n'), number)),
    fc.constantFrom('+', '-', ' + '),
    fc.oneof(atName('n'), number),
  )
  .map(
    ([a, sign, b]): Piece =>
      (draft) =>
        `${a(draft)}${sign}${b(draft)}`,
  );
const append = fc
  .tuple(
    fc.oneof(atName('l'), literal(lists), orElse(atName('l'), literal(lists))),
    fc.oneof(literal(lists), atName('l')),
  )
  .map(
    ([a, b]): Piece =>
      (draft) =>
        `list_append(${a(draft)} , ${b(draft)})`,
  );

const set = fc
  .tuple(
    spelled(anywhere),
    fc.oneof(literal(anything), spelled(anywhere), orElse(spelled(anywhere), literal(anything)), sum, append),
  )
  .map(
    ([at, value]): Piece =>
      (draft) =>
        `${at(draft)} = ${value(draft)}`,
  );
const pair =
  ([at, value]: [Piece, Piece]): Piece =>
  (draft) =>
    `${at(draft)} ${value(draft)}`;
const add = fc.oneof(
  fc.tuple(atName('n'), number).map(pair),
  fc.tuple(atName('ss'), literal(stringSets)).map(pair),
  fc.tuple(atName('ns'), literal(numberSets)).map(pair),
);
const take = fc.oneof(
  fc.tuple(atName('ss'), literal(stringSets)).map(pair),
  fc.tuple(atName('ns'), literal(numberSets)).map(pair),
);

const clauses = fc.oneof(
  fc.record({ set: fc.array(set, { minLength: 1, maxLength: 2 }) }),
  fc.record({ remove: fc.array(spelled(anywhere), { minLength: 1, maxLength: 3 }) }),
  fc.record({ add: fc.tuple(add) }),
  fc.record({ delete: fc.tuple(take) }),
  fc.record({ set: fc.tuple(set), remove: fc.tuple(spelled(anywhere)), add: fc.tuple(add) }, { requiredKeys: ['set'] }),
  fc.record({ remove: fc.tuple(spelled(anywhere)), delete: fc.tuple(take) }),
);

/** What `ReturnValues` can be. */
export const returns = fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW');

/** Updates as expressions, of `id` and the attributes of `items`. */
export const expressions: Arbitrary<Wire> = fc.tuple(clauses, fc.boolean()).map(([all, upper]) => {
  const draft = new Draft();
  const text = Object.entries<Piece[] | undefined>(all)
    .filter((entry): entry is [string, Piece[]] => entry[1] !== undefined)
    .map(
      ([clause, pieces]) =>
        `${upper ? clause.toUpperCase() : clause} ${pieces.map((piece) => piece(draft)).join(', ')}`,
    );
  return {
    UpdateExpression: text.join(' '),
    ...(Object.keys(draft.values).length > 0 && { ExpressionAttributeValues: draft.values }),
    ...(Object.keys(draft.names).length > 0 && { ExpressionAttributeNames: draft.names }),
  };
});

/** Updates as `AttributeUpdates`. */
export const legacy: Arbitrary<Wire> = fc
  .dictionary(
    fc.constantFrom(...names),
    fc.oneof(
      anything.map((Value): Wire => ({ Action: 'PUT', Value })),
      anything.map((Value): Wire => ({ Value })),
      fc.constant<Wire>({ Action: 'DELETE' }),
      fc.oneof(stringSets, numberSets).map((Value): Wire => ({ Action: 'DELETE', Value })),
      fc.oneof(numbers, stringSets, numberSets, lists).map((Value): Wire => ({ Action: 'ADD', Value })),
    ),
    { minKeys: 1, noNullPrototype: true },
  )
  .map((AttributeUpdates) => ({ AttributeUpdates }));
