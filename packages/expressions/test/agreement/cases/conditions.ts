import fc, { type Arbitrary } from 'fast-check';
import type { Input } from '../../../src';
import { type Draft, literal, type Piece } from './draft';
import { paths, pathsTo } from './paths';
import { attributes, numbers, values } from './values';

const size = paths.map(
  (path): Piece =>
    (draft: Draft) =>
      `size(${path(draft)})`,
);
const number = literal(numbers.map((N) => ({ N })));
const small = literal(fc.nat(4).map((n) => ({ N: String(n) })));
const value = literal(values);

/** A path, and an operand of the kind that is mostly there. */
const alike: Arbitrary<[Piece, Piece, Piece]> = fc.oneof(
  ...Object.entries(attributes).map(([name, mostly]) => fc.tuple(pathsTo(name), literal(mostly), literal(mostly))),
  fc.tuple(size, small, small),
  fc.tuple(paths, value, value),
  fc.tuple(paths, paths, paths),
  fc.tuple(value, value, paths),
  fc.tuple(value, paths, size),
);

const comparators = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');

const simple: Arbitrary<Piece> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(alike, comparators).map(
      ([[a, b], sign]): Piece =>
        (d) =>
          `${a(d)} ${sign} ${b(d)}`,
    ),
  },
  {
    weight: 2,
    arbitrary: alike.map(
      ([a, b, c]): Piece =>
        (d) =>
          `${a(d)} BETWEEN ${b(d)} AND ${c(d)}`,
    ),
  },
  {
    weight: 2,
    arbitrary: alike.map(
      ([a, b, c]): Piece =>
        (d) =>
          `${a(d)} IN (${b(d)}, ${c(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: alike.map(
      ([a, b]): Piece =>
        (d) =>
          `${a(d)} in (${b(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: paths.map(
      (a): Piece =>
        (d) =>
          `attribute_exists(${a(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: paths.map(
      (a): Piece =>
        (d) =>
          `attribute_not_exists(${a(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        paths,
        literal(fc.constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS').map((S) => ({ S }))),
      )
      .map(
        ([a, b]): Piece =>
          (d) =>
            `attribute_type(${a(d)}, ${b(d)})`,
      ),
  },
  {
    weight: 2,
    arbitrary: alike.map(
      ([a, b]): Piece =>
        (d) =>
          `begins_with(${a(d)}, ${b(d)})`,
    ),
  },
  {
    weight: 2,
    arbitrary: alike.map(
      ([a, b]): Piece =>
        (d) =>
          `contains(${a(d)}, ${b(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(pathsTo('l', 'ss', 'ns', 's'), fc.oneof(number, value)).map(
      ([a, b]): Piece =>
        (d) =>
          `contains(${a(d)}, ${b(d)})`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(value, comparators, number).map(
      ([a, sign, b]): Piece =>
        (d) =>
          `size(${a(d)}) ${sign} ${b(d)}`,
    ),
  },
);

/** Texts of conditions. */
export const conditionTexts: Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: simple },
  {
    weight: 1,
    arbitrary: simple.map(
      (a): Piece =>
        (d) =>
          `NOT ${a(d)}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(simple, simple).map(
      ([a, b]): Piece =>
        (d) =>
          `${a(d)} AND ${b(d)}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(simple, simple).map(
      ([a, b]): Piece =>
        (d) =>
          `${a(d)} or ${b(d)}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(simple, simple, simple).map(
      ([a, b, c]): Piece =>
        (d) =>
          `${a(d)} OR ${b(d)} AND NOT ${c(d)}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(simple, simple, simple).map(
      ([a, b, c]): Piece =>
        (d) =>
          `(${a(d)} OR ${b(d)}) AND (NOT (${c(d)}))`,
    ),
  },
);

const attribute = fc.constantFrom('n', 's', 'b', 'l', 'm', 'ss', 'ns', 'size', 'any', 'none');
const operators = ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT', 'CONTAINS', 'NOT_CONTAINS', 'BEGINS_WITH'] as const;

const operation: Arbitrary<[name: string, condition: Input]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(attributes)), fc.constantFrom(...operators))
      .chain(([name, ComparisonOperator]) =>
        fc
          .oneof({ weight: 4, arbitrary: attributes[name]! }, { weight: 1, arbitrary: values })
          .map((value): [string, Input] => [name, { ComparisonOperator, AttributeValueList: [value] }]),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(attribute, fc.constantFrom('NULL', 'NOT_NULL'))
      .map(([name, ComparisonOperator]): [string, Input] => [name, { ComparisonOperator }]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(attributes)), fc.constantFrom('IN', 'BETWEEN'))
      .chain(([name, ComparisonOperator]) =>
        fc
          .array(attributes[name]!, { minLength: ComparisonOperator === 'IN' ? 1 : 2, maxLength: 2 })
          .map((AttributeValueList): [string, Input] => [name, { ComparisonOperator, AttributeValueList }]),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(attribute, fc.constantFrom(...operators, 'IN', 'BETWEEN', 'NULL'), fc.array(values, { maxLength: 3 }))
      .map(([name, ComparisonOperator, AttributeValueList]): [string, Input] => [
        name,
        { ComparisonOperator, AttributeValueList },
      ]),
  },
);

const operatorOfAll = fc.constantFrom<Input>({}, { ConditionalOperator: 'AND' }, { ConditionalOperator: 'OR' });

/** `ScanFilter` or `QueryFilter`. */
export const legacyFilters: Arbitrary<[conditions: Input, operator: Input]> = fc.tuple(
  fc.array(operation, { minLength: 1, maxLength: 2 }).map(Object.fromEntries),
  operatorOfAll,
);

const existence: Arbitrary<[name: string, condition: Input]> = fc.oneof(
  fc
    .constantFrom(...Object.keys(attributes))
    .chain((name) => attributes[name]!.map((Value): [string, Input] => [name, { Value }])),
  fc
    .constantFrom(...Object.keys(attributes))
    .chain((name) =>
      fc
        .tuple(attributes[name]!, fc.constantFrom(...operators))
        .map(([Value, ComparisonOperator]): [string, Input] => [name, { Value, ComparisonOperator }]),
    ),
  fc.tuple(attribute, values).map(([name, Value]): [string, Input] => [name, { Value, Exists: true }]),
  attribute.map((name): [string, Input] => [name, { Exists: false }]),
  fc.tuple(attribute, values).map(([name, Value]): [string, Input] => [name, { Value, Exists: false }]),
  attribute.map((name): [string, Input] => [name, { Exists: true }]),
  fc.tuple(attribute, values).map(([name, value]): [string, Input] => [name, { AttributeValueList: [value] }]),
);

/** `Expected` with `ConditionalOperator`. */
export const expectations: Arbitrary<Input> = fc
  .tuple(
    fc
      .array(fc.oneof({ weight: 3, arbitrary: operation }, { weight: 2, arbitrary: existence }), {
        minLength: 1,
        maxLength: 2,
      })
      .map(Object.fromEntries),
    operatorOfAll,
  )
  .map(([Expected, operator]) => ({ Expected, ...operator }));
