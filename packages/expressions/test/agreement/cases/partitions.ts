import { normalise } from '@dynamodb-migrate/test-tools';
import fc, { type Arbitrary } from 'fast-check';
import type { Input, Item } from '../../../src';
import { conditionTexts, legacyFilters } from './conditions';
import { drafts, literal, type Piece } from './draft';
import { steps } from './paths';
import { bodies, numbers, values } from './values';

/** A Query of all items of a partition. */
export interface PartitionRead {
  kind: string;
  requestFor(id: object): Input;
}

/** The items of partitions, without their keys. */
export const partitions: Arbitrary<Item[]> = fc.array(bodies.map(normalise), { minLength: 64, maxLength: 64 });

const filters: Arbitrary<PartitionRead> = fc.tuple(drafts, conditionTexts).map(([draft, text]) => {
  const FilterExpression = text(draft);
  return { kind: 'filter', requestFor: (id) => keyed(id, { FilterExpression, ...draft.placeholders() }) };
});

const legacy: Arbitrary<PartitionRead> = legacyFilters.map(([QueryFilter, operator]) => ({
  kind: 'legacy filter',
  requestFor: (id) => ({ KeyConditions: { id: equalTo(id) }, QueryFilter, ...operator }),
}));

const projections: Arbitrary<PartitionRead> = fc
  .tuple(drafts, fc.array(steps, { minLength: 1, maxLength: 4 }))
  .map(([draft, paths]) => {
    const ProjectionExpression = paths.map((path) => draft.path(path)).join(', ');
    return { kind: 'projection', requestFor: (id) => keyed(id, { ProjectionExpression, ...draft.placeholders() }) };
  });

const place = literal(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -25, max: 50 }).map((n) => ({ N: String(n) })) },
    { weight: 1, arbitrary: numbers.map((N) => ({ N })) },
    { weight: 1, arbitrary: values },
  ),
);
const ranges: Arbitrary<Piece> = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>=', '<>'), place).map(
    ([sign, a]): Piece =>
      (d) =>
        `at ${sign} ${a(d)}`,
  ),
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), place).map(
    ([sign, a]): Piece =>
      (d) =>
        `${a(d)} ${sign} at`,
  ),
  fc.tuple(place, place).map(
    ([a, b]): Piece =>
      (d) =>
        `at BETWEEN ${a(d)} AND ${b(d)}`,
  ),
  fc.tuple(fc.constantFrom('begins_with', 'contains'), place).map(
    ([name, a]): Piece =>
      (d) =>
        `${name}(at, ${a(d)})`,
  ),
  place.map(
    (a): Piece =>
      (d) =>
        `n = ${a(d)}`,
  ),
  place.map(
    (a): Piece =>
      (d) =>
        `at.x = ${a(d)}`,
  ),
  place.map(
    (a): Piece =>
      (d) =>
        `size(at) = ${a(d)}`,
  ),
  place.map(
    (a): Piece =>
      (d) =>
        `at IN (${a(d)})`,
  ),
  place.map(
    (a): Piece =>
      (d) =>
        `NOT at = ${a(d)}`,
  ),
);
const keyConditions: Arbitrary<PartitionRead> = fc
  .tuple(drafts, ranges, fc.boolean())
  .map(([draft, range, isFirst]) => {
    const text = range(draft).replace(/\bat\b/g, '#at');
    const { ExpressionAttributeValues } = draft.placeholders();
    return {
      kind: 'key condition',
      requestFor: (id) => ({
        KeyConditionExpression: isFirst ? `${text} AND id = :id` : `id = :id and ${text}`,
        ...(text.includes('#at') && { ExpressionAttributeNames: { '#at': 'at' } }),
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':id': id },
      }),
    };
  });

const legacyKeyConditions: Arbitrary<PartitionRead> = fc
  .tuple(
    fc.constantFrom('at', 'at', 'at', 'n'),
    fc.constantFrom('EQ', 'LT', 'LE', 'GT', 'GE', 'BETWEEN', 'BEGINS_WITH', 'NE', 'IN', 'CONTAINS', 'NULL'),
    fc.array(fc.integer({ min: -25, max: 50 }), { minLength: 1, maxLength: 2 }),
    fc.boolean(),
  )
  .map(([name, ComparisonOperator, places, isFitting]) => {
    const count = ComparisonOperator === 'BETWEEN' ? 2 : ComparisonOperator === 'NULL' ? 0 : 1;
    const AttributeValueList = (isFitting ? [...places, ...places].slice(0, count) : places).map((n) => ({
      N: String(n),
    }));
    return {
      kind: 'legacy key condition',
      requestFor: (id) => ({ KeyConditions: { id: equalTo(id), [name]: { ComparisonOperator, AttributeValueList } } }),
    };
  });

/** Queries of partitions. */
export const partitionReads: Arbitrary<PartitionRead> = fc.oneof(
  { weight: 10, arbitrary: filters },
  { weight: 5, arbitrary: legacy },
  { weight: 3, arbitrary: projections },
  { weight: 2, arbitrary: keyConditions },
  { weight: 1, arbitrary: legacyKeyConditions },
);

function equalTo(id: object) {
  return { ComparisonOperator: 'EQ', AttributeValueList: [id] };
}

function keyed(id: object, input: Input): Input {
  const ExpressionAttributeValues = { ...input.ExpressionAttributeValues, ':id': id };
  return { KeyConditionExpression: 'id = :id', ...input, ExpressionAttributeValues };
}
