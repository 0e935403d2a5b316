import { meets } from '../condition/evaluate';
import { expectedTest } from '../condition/legacy';
import { resolveCondition } from '../condition/resolve';
import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { Refusal } from '../refusal';
import { parseCondition, type SpelledCondition } from '../syntax/condition';
import type { Parsed } from '../syntax/parsed';
import type { Placeholders } from '../syntax/placeholders';
import { checkConditionalOperator, checkWord } from '../validation/parameters';

/** The condition of a write, read but not yet resolved. */
export function readCondition({ ConditionExpression }: Input): Parsed<SpelledCondition> | undefined {
  return typeof ConditionExpression === 'string'
    ? parseCondition('ConditionExpression', ConditionExpression)
    : undefined;
}

/** The condition of a write as a test; undefined where there is none. Throws a `Refusal` for what is none. */
export function conditionTest(
  input: Input,
  parsed: Parsed<SpelledCondition> | undefined,
  placeholders: Placeholders,
): ((item: Item | undefined) => boolean) | undefined {
  checkWord(input, 'ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']);
  if (parsed) {
    const condition = resolveCondition('ConditionExpression', parsed.tree, placeholders);
    return (item) => meets(condition, item);
  }
  checkConditionalOperator(input, input.Expected);
  return input.Expected ? expectedTest(input.Expected, input.ConditionalOperator) : undefined;
}

/** Throws DynamoDB's refusal of a write whose condition does not hold. */
export function checkHolds(
  input: Input,
  test: ((item: Item | undefined) => boolean) | undefined,
  before: Item | undefined,
): void {
  if (!test || test(before)) return;
  const item = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before : undefined;
  throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed', {
    ...(item && { item }),
    isOfItem: true,
  });
}
