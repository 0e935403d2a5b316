import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { invalid } from '../refusal';
import { checkUnused, placeholdersOf } from '../syntax/placeholders';
import type { TableShape } from '../table-shape';
import { acceptKey } from '../validation/key';
import { checkKeyPaths } from '../validation/key-paths';
import { checkKinds, checkWord, missingParameter } from '../validation/parameters';
import { readable } from '../validation/readable';
import { type Effect, returnable } from './effect';
import { checkHolds, conditionTest, readCondition } from './write-condition';

/**
 * What a DeleteItem makes of an item, or of none. Throws a `Refusal` where DynamoDB would refuse it.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 */
export function deleteItem(input: Input, before: Item | undefined, table: TableShape): Effect {
  checkWord(input, 'ReturnValues', returnable);
  if (input.ReturnValues && input.ReturnValues !== 'NONE' && input.ReturnValues !== 'ALL_OLD') {
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
  }
  checkByKey(input, before, table);
  return { after: undefined, output: input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {} };
}

/**
 * Carries out a ConditionCheck of TransactWriteItems: throws a `Refusal` where its condition is none or does not hold.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConditionCheck.html
 */
export function checkItemCondition(input: Input, before: Item | undefined, table: TableShape): void {
  if (typeof input.ConditionExpression !== 'string') throw missingParameter('conditionExpression');
  checkByKey(input, before, table);
}

function checkByKey(input: Input, before: Item | undefined, table: TableShape): void {
  readable(input, () => {
    checkKinds(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
    const condition = readCondition(input);
    const placeholders = placeholdersOf(input);
    const test = conditionTest(input, condition, placeholders);
    checkUnused(placeholders, condition);
    checkKeyPaths(table, placeholders, condition);
    acceptKey(input.Key, table);
    checkHolds(input, test, before);
  });
}
