import type { Item } from '@dynamodb-migrate/expressions';
import { equalValues } from '@dynamodb-migrate/expressions';
import { type Expectation, unchanged } from '../conditions/unchanged';
import type { Image } from '../journal/entry';
import type { Wire } from '../send/send';

/** The write that makes an image of an item that is another one, and holds only if the item is that. */
export interface PutBack {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  /** Without its condition. */
  input: Wire;
  /** The condition, with all names and values that the write takes. */
  condition: Wire;
  /**
   * Whether nothing of the item can be lost unless it was read just before: its condition names all that is replaced.
   * An expression cannot say that there are no other attributes, nor hold any number of them.
   */
  isSafe: boolean;
}

/** Attributes that one update sets or removes at most. DynamoDB takes 300 operators in an expression. */
const mostChanges = 140;

/**
 * Makes `to` of an item that is `now`. Only the attributes that differ are written, so that one that somebody has added in
 * the meantime stays; a deletion, and more changes than an update can hold, replace whatever is there.
 */
export function putBack(table: string, key: Item, now: Image, to: Image, leaves = false): PutBack {
  if (to === null) {
    const { condition } = still(now, key, [], leaves);
    return { operation: 'DeleteItem', input: { TableName: table, Key: key }, condition, isSafe: false };
  }
  const changes = now ? changedNames(now, to, key) : [];
  const absent = now ? changes.filter((name) => !Object.hasOwn(now, name)) : [];
  const { condition, isWhole } = still(now, key, absent, leaves);
  if (!now || changes.length > mostChanges) {
    return { operation: 'PutItem', input: { TableName: table, Item: to }, condition, isSafe: !now };
  }
  return { operation: 'UpdateItem', ...update(table, key, to, changes, condition), isSafe: isWhole };
}

/** What an item is once `to` was made of what `now` is a part of. */
export function leftWith(found: Item, now: Item, to: Item, key: Item): Item {
  const left = { ...found };
  for (const name of changedNames(now, to, key)) {
    if (Object.hasOwn(to, name)) left[name] = to[name]!;
    else delete left[name];
  }
  return left;
}

function changedNames(now: Item, to: Item, key: Item): string[] {
  const names = new Set([...Object.keys(now), ...Object.keys(to)]);
  return [...names].filter((name) => !Object.hasOwn(key, name) && !equalValues(own(now, name), own(to, name)));
}

function update(
  table: string,
  key: Item,
  to: Item,
  changes: readonly string[],
  condition: Condition,
): Pick<PutBack, 'input' | 'condition'> {
  const names: { [placeholder: string]: string } = {};
  const values: Item = {};
  const sets: string[] = [];
  const removals: string[] = [];
  for (const [i, name] of changes.entries()) {
    names[`#to${i}`] = name;
    const value = own(to, name);
    if (value) {
      values[`:to${i}`] = value;
      sets.push(`#to${i} = :to${i}`);
    } else removals.push(`#to${i}`);
  }
  const clauses = [sets.length > 0 && `SET ${sets.join(', ')}`, removals.length > 0 && `REMOVE ${removals.join(', ')}`];
  const input = {
    TableName: table,
    Key: key,
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ExpressionAttributeNames: names,
    ...(sets.length > 0 && { ExpressionAttributeValues: values }),
    // Tells what no condition can: what else the item has.
    ReturnValues: 'ALL_OLD',
  };
  const all = { ...condition.ExpressionAttributeValues, ...values };
  return {
    input,
    condition: {
      ...condition,
      ExpressionAttributeNames: { ...condition.ExpressionAttributeNames, ...names },
      ...(Object.keys(all).length > 0 && { ExpressionAttributeValues: all }),
    },
  };
}

interface Condition {
  ConditionExpression: string;
  ExpressionAttributeNames: { [placeholder: string]: string };
  ExpressionAttributeValues?: Item;
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
}

/** The condition that an item still is what it was, as far as an expression can hold it; the names in `absent` go first. */
function still(
  now: Image,
  key: Item,
  absent: readonly string[],
  leaves: boolean,
): { condition: Condition; isWhole: boolean } {
  const [hash] = Object.keys(key);
  const expected: Expectation[] = [
    { path: [hash!], value: now ? 'anything' : 'nothing' },
    ...absent.map((name): Expectation => ({ path: [name], value: 'nothing' })),
  ];
  for (const [name, value] of Object.entries(now ?? {})) {
    if (!Object.hasOwn(key, name)) expected.push({ path: [name], value });
  }
  const { expression, names, values, leftOut } = unchanged(expected, { leaves });
  const condition: Condition = {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  return { condition, isWhole: leftOut.length === 0 };
}

function own(item: Item, name: string) {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}
