import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { parseCondition } from '../syntax/condition';
import { placeholdersOf } from '../syntax/placeholders';
import { readable } from '../validation/readable';
import { meets } from './evaluate';
import { expectedTest, filterTest } from './legacy';
import { resolveCondition } from './resolve';

/**
 * Whether the condition of a write holds for an item, or for none: its ConditionExpression, or its Expected with
 * ConditionalOperator; true where it has neither. Throws a `Refusal` for a condition that is none.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function holds(input: Input, item: Item | undefined): boolean {
  const { ConditionExpression, Expected, ConditionalOperator } = input;
  if (typeof ConditionExpression === 'string') {
    const { tree } = parseCondition('ConditionExpression', ConditionExpression);
    return meets(resolveCondition('ConditionExpression', tree, placeholdersOf(input)), item);
  }
  return Expected ? expectedTest(Expected, ConditionalOperator)(item) : true;
}

/**
 * The filter of a Query or Scan: its FilterExpression, or its QueryFilter or ScanFilter with ConditionalOperator; undefined
 * where it has none. Throws a `Refusal`.
 */
export function filterOf(input: Input): ((item: Item) => boolean) | undefined {
  return readable(input, () => {
    const { FilterExpression, ScanFilter, QueryFilter, ConditionalOperator } = input;
    if (typeof FilterExpression === 'string') {
      const { tree } = parseCondition('FilterExpression', FilterExpression);
      const condition = resolveCondition('FilterExpression', tree, placeholdersOf(input));
      return (item) => meets(condition, item);
    }
    const legacy = ScanFilter ?? QueryFilter;
    return legacy ? filterTest(legacy, ConditionalOperator) : undefined;
  });
}
