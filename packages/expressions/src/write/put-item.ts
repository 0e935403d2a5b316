import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { invalid } from '../refusal';
import { checkUnused, placeholdersOf } from '../syntax/placeholders';
import type { TableShape } from '../table-shape';
import { checkIndexKeys, checkItemKey } from '../validation/key';
import { checkKeyPaths } from '../validation/key-paths';
import { checkKinds, checkWord, missingParameter } from '../validation/parameters';
import { readable } from '../validation/readable';
import { isTooLarge } from '../validation/size';
import { acceptMembers } from '../validation/value';
import { type Effect, returnable } from './effect';
import { checkHolds, conditionTest, readCondition } from './write-condition';

/**
 * What a PutItem makes of an item, or of none. Throws a `Refusal` where DynamoDB would refuse it.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export function putItem(input: Input, before: Item | undefined, table: TableShape): Effect {
  return readable(input, () => {
    if (typeof input.Item !== 'object' || input.Item === null) throw missingParameter('item');
    checkWord(input, 'ReturnValues', returnable);
    checkKinds(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
    const after = acceptMembers(input.Item);
    if (input.ReturnValues && input.ReturnValues !== 'NONE' && input.ReturnValues !== 'ALL_OLD') {
      throw invalid('ReturnValues can only be ALL_OLD or NONE');
    }
    if (isTooLarge(after)) throw invalid('Item size has exceeded the maximum allowed size');
    const condition = readCondition(input);
    const placeholders = placeholdersOf(input);
    const test = conditionTest(input, condition, placeholders);
    checkUnused(placeholders, condition);
    checkKeyPaths(table, placeholders, condition);
    checkItemKey(after, table);
    checkIndexKeys(after, table, () => true);
    checkHolds(input, test, before);
    return { after, output: input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {} };
  });
}
