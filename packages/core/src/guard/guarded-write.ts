import {
  type DocumentPath,
  equalValues,
  type Item,
  isOverwriting,
  type UpdateAction,
  updateActions,
  valueAt,
} from '@dynamodb-migrate/expressions';
import { type Expectation, type Unchanged, unchanged } from '../conditions/unchanged';
import { MigrateError } from '../error';
import type { Write } from '../send/operations';
import type { Wire } from '../send/send';

/** A write that holds only where the item still is as the script was shown it. */
export interface GuardedWrite {
  operation: string;
  input: Wire;
  /** What its condition says of the item. */
  expected: readonly Expectation[];
}

const prefix = 'guard_';

/**
 * Makes a put an update of what it changes, which leaves alone what others add; then puts, updates and deletes hold only
 * where what they overwrite is as it was shown. Throws `CANNOT_GUARD` for what no condition can express.
 */
export function guardedWrite(write: Write, input: Wire, shown: Item, key: Item, leaves: boolean): GuardedWrite {
  if (input.Expected) throw cannot(`a ${write.kind} with Expected`, 'Write ConditionExpression in its place.');
  if (write.kind === 'put') return guardedPut(write.item, input, shown, key, leaves);
  if (write.kind === 'update') return guardedUpdate(input, shown, key, leaves);
  const expected = [exists(key), ...whole(shown, key)];
  // The answer shows what the condition could not hold.
  const { leftOut: _, ...condition } = unchanged(expected, { leaves, prefix });
  return { operation: 'DeleteItem', input: { ...withCondition(input, condition), ReturnValues: 'ALL_OLD' }, expected };
}

function guardedPut(item: Item, input: Wire, shown: Item, key: Item, leaves: boolean): GuardedWrite {
  const names = [...new Set([...Object.keys(item), ...Object.keys(shown)])].filter((name) => !Object.hasOwn(key, name));
  const differing = names.filter((name) => !equalValues(own(item, name), own(shown, name)));
  const rest = whole(shown, key).filter(({ path }) => !differing.includes(path[0] as string));
  const touched = differing.map((name): Expectation => ({ path: [name], value: own(shown, name) ?? 'nothing' }));
  const expected = [exists(key), ...touched, ...rest];
  const condition = unchanged(expected, { leaves, prefix });
  if (condition.leftOut.some((one) => touched.includes(one))) throw tooLarge();
  const { Item: _, ...others } = input;
  const update = spellChange(differing, item);
  return { operation: 'UpdateItem', input: { ...withCondition({ ...others, Key: key }, condition, update) }, expected };
}

function guardedUpdate(given: Wire, shown: Item, key: Item, leaves: boolean): GuardedWrite {
  const actions = updateActions(given);
  const touched = actions
    .filter(isOverwriting)
    .map(({ path }): Expectation => ({ path, value: valueAt(shown, path) ?? 'nothing' }));
  const expected = [exists(key), ...touched];
  const condition = unchanged(expected, { leaves, prefix });
  if (condition.leftOut.length > 0) throw tooLarge();
  if (!given.AttributeUpdates) return { operation: 'UpdateItem', input: withCondition(given, condition), expected };
  const { AttributeUpdates: _, ...input } = given;
  return { operation: 'UpdateItem', input: withCondition(input, condition, spellActions(actions)), expected };
}

interface Spelled {
  UpdateExpression?: string;
  names: { [placeholder: string]: string };
  values: Item;
}

/** An update that gives attributes the values that they have in an item. */
function spellChange(attributes: readonly string[], item: Item): Spelled {
  return spellActions(
    attributes.map((name): UpdateAction => {
      const value = own(item, name);
      return value ? { kind: 'set', path: [name], value: { kind: 'value', value } } : { kind: 'remove', path: [name] };
    }),
  );
}

/** Spells actions on attributes as an expression. */
function spellActions(actions: readonly UpdateAction[]): Spelled {
  const names: Spelled['names'] = {};
  const values: Item = {};
  const clauses = new Map<string, string[]>();
  for (const [i, { kind, path, value }] of actions.entries()) {
    const name = `#${prefix}set_${i}`;
    const id = `:${prefix}set_${i}`;
    names[name] = path[0] as string;
    let action = name;
    if (value?.kind === 'value') {
      values[id] = value.value;
      action = kind === 'set' ? `${name} = ${id}` : `${name} ${id}`;
    } else if (value?.kind === 'list_append') {
      const [there, added] = value.lists;
      if (there.kind !== 'if_not_exists' || there.otherwise.kind !== 'value' || added.kind !== 'value') continue;
      values[id] = added.value;
      values[`${id}_none`] = there.otherwise.value;
      action = `${name} = list_append(if_not_exists(${name}, ${id}_none), ${id})`;
    }
    const clause = kind.toUpperCase();
    clauses.set(clause, [...(clauses.get(clause) ?? []), action]);
  }
  const expression = [...clauses].map(([clause, all]) => `${clause} ${all.join(', ')}`).join(' ');
  return { ...(expression !== '' && { UpdateExpression: expression }), names, values };
}

function withCondition(
  input: Wire,
  { expression, names, values }: Pick<Unchanged, 'expression' | 'names' | 'values'>,
  { names: moreNames, values: moreValues, ...update }: Spelled = { names: {}, values: {} },
): Wire {
  const { ConditionExpression: own, ExpressionAttributeNames, ExpressionAttributeValues, ...rest } = input;
  const allValues = { ...ExpressionAttributeValues, ...values, ...moreValues };
  return {
    ...rest,
    ...update,
    ConditionExpression: own === undefined ? expression : `(${own}) AND ${expression}`,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...names, ...moreNames },
    ...(Object.keys(allValues).length > 0 && { ExpressionAttributeValues: allValues }),
  };
}

function exists(key: Item): Expectation {
  return { path: [Object.keys(key)[0]!], value: 'anything' };
}

function whole(shown: Item, key: Item): Expectation[] {
  return Object.entries(shown).flatMap(([name, value]): Expectation[] =>
    Object.hasOwn(key, name) ? [] : [{ path: [name] as DocumentPath, value }],
  );
}

function own(item: Item, name: string) {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

function tooLarge(): MigrateError {
  return cannot('a write that changes more than about 140 attributes', 'Write it in several steps.');
}

/** Says that a write is refused, as what it would overwrite cannot be watched. */
export function cannot(what: string, remedy: string): MigrateError {
  return new MigrateError('CANNOT_GUARD', `${what} cannot be guarded, so it was not sent`, {
    hint: `${remedy} Or run the script without the guard.`,
  });
}
