import { normalise } from '@dynamodb-migrate/test-tools';
import fc, { type Arbitrary } from 'fast-check';
import type { Input } from '../../../src';
import type { Case } from './case';
import { conditionTexts, expectations, legacyFilters } from './conditions';
import { drafts } from './draft';
import { malformedKeys } from './keys';
import { spoilers } from './malformed';
import { steps } from './paths';
import { legacyUpdates, updateTexts } from './updates';
import { bodies, malformedValues, values } from './values';

const stored = bodies.map(normalise);
const befores = fc.option(stored, { nil: undefined, freq: 8 });
const returnValues = fc.constantFrom(undefined, 'NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW');
const returned = returnValues.map((ReturnValues) => (ReturnValues ? { ReturnValues } : {}));
const returnedOld = fc.constantFrom<Input>({}, {}, { ReturnValues: 'ALL_OLD' }, { ReturnValues: 'NONE' });

const conditions: Arbitrary<Input> = fc.tuple(drafts, conditionTexts).map(([draft, text]) => ({
  ConditionExpression: text(draft),
  ...draft.placeholders(),
}));

const updates: Arbitrary<Case> = fc
  .tuple(befores, drafts, updateTexts, fc.option(conditionTexts, { nil: undefined, freq: 2 }), returned)
  .map(([before, draft, update, condition, answer]) => {
    const UpdateExpression = update(draft);
    const ConditionExpression = condition?.(draft);
    const input = { UpdateExpression, ...(condition && { ConditionExpression }), ...draft.placeholders(), ...answer };
    return { kind: 'update', operation: 'UpdateItem', before, input };
  });

const bareUpdates: Arbitrary<Case> = fc
  .tuple(befores, drafts, updateTexts, returned)
  .map(([before, draft, update, answer]) => {
    const input = { UpdateExpression: update(draft), ...draft.placeholders(), ...answer };
    return { kind: 'update', operation: 'UpdateItem', before, input };
  });

const legacy: Arbitrary<Case> = fc
  .tuple(befores, legacyUpdates, fc.option(expectations, { nil: {}, freq: 2 }), returned)
  .map(([before, update, expected, answer]) => ({
    kind: 'legacy update',
    operation: 'UpdateItem',
    before,
    input: { ...update, ...expected, ...answer },
  }));

const conditioned: Arbitrary<Case> = fc
  .tuple(
    befores,
    fc.oneof({ weight: 3, arbitrary: conditions }, { weight: 1, arbitrary: expectations }),
    returnedOld,
    fc.boolean(),
    bodies,
  )
  .map(([before, condition, answer, isPut, Item]) =>
    isPut
      ? { kind: 'condition', operation: 'PutItem', before, input: { Item, ...condition, ...answer } }
      : { kind: 'condition', operation: 'DeleteItem', before, input: { ...condition, ...answer } },
  );

const puts: Arbitrary<Case> = fc.tuple(befores, bodies, values, returnedOld).map(([before, body, value, answer]) => ({
  kind: 'put',
  operation: 'PutItem',
  before,
  input: { Item: { ...body, other: value }, ...answer },
}));

const filters: Arbitrary<Case> = fc.tuple(stored, drafts, conditionTexts).map(([before, draft, text]) => {
  const input = { FilterExpression: text(draft), ...draft.placeholders() };
  return { kind: 'filter', operation: 'Query', before, input };
});

const oldFilters: Arbitrary<Case> = fc.tuple(stored, legacyFilters).map(([before, [QueryFilter, operator]]) => ({
  kind: 'legacy filter',
  operation: 'Query',
  before,
  input: { QueryFilter, ...operator },
}));

const projections: Arbitrary<Case> = fc
  .tuple(stored, drafts, fc.array(steps, { minLength: 1, maxLength: 4 }))
  .map(([before, draft, all]) => {
    const input = { ProjectionExpression: all.map((path) => draft.path(path)).join(', '), ...draft.placeholders() };
    return { kind: 'projection', operation: 'GetItem', before, input };
  });

const expressions = ['UpdateExpression', 'ConditionExpression', 'FilterExpression', 'ProjectionExpression'];

const spoiled: Arbitrary<Case> = fc
  .tuple(fc.oneof(updates, bareUpdates, conditioned, filters, projections), spoilers)
  .map(([one, spoil]) => {
    const name = expressions.find((expression) => one.input[expression] !== undefined);
    const input = name ? { ...one.input, [name]: spoil(one.input[name]) } : one.input;
    return { ...one, kind: 'spoiled text', input };
  });

const spoiledValues: Arbitrary<Case> = fc
  .tuple(fc.oneof(bareUpdates, conditioned, puts, legacy, oldFilters), malformedValues, fc.nat(100))
  .map(([one, value, at]) => ({ ...one, kind: 'malformed value', input: replaced(one.input, value, at) }));

/** An input with something else in the place of one of its values. */
function replaced(input: Input, value: unknown, at: number): Input {
  for (const name of ['ExpressionAttributeValues', 'Item']) {
    const names = Object.keys(input[name] ?? {});
    if (names.length > 0) return { ...input, [name]: { ...input[name], [names[at % names.length]!]: value } };
  }
  for (const name of ['AttributeUpdates', 'Expected', 'QueryFilter']) {
    const [first] = Object.keys(input[name] ?? {});
    if (first === undefined) continue;
    const one = input[name][first];
    const changed = one.AttributeValueList ? { ...one, AttributeValueList: [value] } : { ...one, Value: value };
    return { ...input, [name]: { ...input[name], [first]: changed } };
  }
  return input;
}

const mixed: Arbitrary<Case> = fc
  .tuple(
    fc.oneof(bareUpdates, conditioned, legacy, puts),
    fc.constantFrom<Input>(
      { ConditionalOperator: 'AND' },
      { Expected: { n: { Exists: false } } },
      { AttributeUpdates: { n: { Value: { N: '1' } } } },
      { ExpressionAttributeNames: { '#unused': 'n' } },
      { ExpressionAttributeNames: {} },
      { ExpressionAttributeNames: { n: 'n' } },
      { ExpressionAttributeNames: { '#a-b': 'n' } },
      { ExpressionAttributeValues: { ':unused': { N: '1' } } },
      { ExpressionAttributeValues: {} },
      { ExpressionAttributeValues: { v: { N: '1' } } },
      { ReturnValues: 'SOME' },
      { ReturnValues: 'UPDATED_NEW' },
      { UpdateExpression: '' },
      { ConditionExpression: '' },
      { ConditionExpression: ' ' },
      { UpdateExpression: 'SET id = :v0' },
      { UpdateExpression: 'REMOVE at' },
      { AttributeUpdates: { id: { Value: { S: 'x' } } } },
      { AttributeUpdates: {} },
      { Expected: {} },
    ),
  )
  .map(([one, more]) => ({ ...one, kind: 'mixed parameters', input: { ...one.input, ...more } }));

const keys: Arbitrary<Case> = fc
  .tuple(fc.oneof(bareUpdates, conditioned, puts), malformedKeys)
  .map(([one, change]) => ({ ...change(one), kind: 'malformed key' }));

/** Operations on items, malformed ones among them. */
export const cases: Arbitrary<Case> = fc.oneof(
  { weight: 6, arbitrary: bareUpdates },
  { weight: 3, arbitrary: updates },
  { weight: 3, arbitrary: legacy },
  { weight: 5, arbitrary: conditioned },
  { weight: 1, arbitrary: puts },
  { weight: 2, arbitrary: filters },
  { weight: 2, arbitrary: oldFilters },
  { weight: 2, arbitrary: projections },
  { weight: 4, arbitrary: spoiled },
  { weight: 2, arbitrary: spoiledValues },
  { weight: 1, arbitrary: mixed },
  { weight: 1, arbitrary: keys },
);

// An engine's known difference would have whole transactions refused.
const isEager = /if_not_exists\([^,]*, *[^:]/;

/** Writes by expressions, without what a transaction does not answer. */
export const transactable: Arbitrary<Case> = fc
  .oneof(
    { weight: 3, arbitrary: bareUpdates },
    { weight: 1, arbitrary: updates },
    { weight: 1, arbitrary: conditioned },
  )
  .filter(({ input }) => input.Expected === undefined && !isEager.test(input.UpdateExpression))
  .map((one) => {
    const { ReturnValues: _, ...input } = one.input;
    return { ...one, input };
  });
