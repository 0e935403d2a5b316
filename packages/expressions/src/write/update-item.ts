import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import { invalidParameter, unfit } from '../refusal';
import { checkUnused, placeholdersOf } from '../syntax/placeholders';
import { parseUpdate } from '../syntax/update';
import type { TableShape } from '../table-shape';
import { resolveActions } from '../update/actions';
import { applyActions } from '../update/apply';
import { legacyActions } from '../update/legacy';
import { returned } from '../update/returned';
import type { UpdateAction } from '../update/update-action';
import { checkDepth } from '../validation/depth';
import { acceptKey, checkIndexKeys } from '../validation/key';
import { checkKeyPaths } from '../validation/key-paths';
import { checkKinds, checkWord } from '../validation/parameters';
import { readable } from '../validation/readable';
import { isTooLarge } from '../validation/size';
import { type Effect, returnable } from './effect';
import { checkHolds, conditionTest, readCondition } from './write-condition';

/**
 * What an UpdateItem makes of an item, or of none. Throws a `Refusal` where DynamoDB would refuse it.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function updateItem(input: Input, before: Item | undefined, table: TableShape): Effect {
  return readable(input, () => {
    checkWord(input, 'ReturnValues', returnable);
    checkKinds(
      input,
      ['UpdateExpression', 'ConditionExpression'],
      ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
    );
    const update =
      typeof input.UpdateExpression === 'string' ? parseUpdate('UpdateExpression', input.UpdateExpression) : undefined;
    const condition = readCondition(input);
    const placeholders = placeholdersOf(input);
    const actions = update ? resolveActions(update.tree, placeholders) : legacyActions(input.AttributeUpdates ?? {});
    const test = conditionTest(input, condition, placeholders);
    checkUnused(placeholders, update, condition);
    checkKeyPaths(table, placeholders, update, condition);
    const key = acceptKey(input.Key, table);
    checkKeysUntouched(actions, table);
    checkHolds(input, test, before);
    const after = applyActions(actions, before, key);
    checkAfter(actions, after, table);
    return { after, output: returned(input.ReturnValues, actions, before, after) };
  });
}

function checkKeysUntouched(actions: readonly UpdateAction[], table: TableShape): void {
  for (const { path } of actions) {
    if (table.keys.includes(path[0] as string)) {
      throw invalidParameter(`Cannot update attribute ${path[0]}. This attribute is part of the key`);
    }
  }
}

function checkAfter(actions: readonly UpdateAction[], after: Item, table: TableShape): void {
  // An attribute that was there before the index may be none of its keys.
  checkIndexKeys(after, table, (name) => actions.some(({ path }) => path[0] === name));
  for (const { kind, path } of actions) if (kind === 'set') checkDepth(after, path);
  if (isTooLarge(after)) throw unfit('Item size to update has exceeded the maximum allowed size');
}
