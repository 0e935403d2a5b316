import { typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';
import { addNumbers } from '../items/decimal';
import { setElements } from '../items/equal';
import type { Wire } from '../send/send';
import { type DocumentPath, hasHolder, valueAt } from './document-path';
import { evaluate } from './term';
import { type UpdateAction, updateActions } from './update-actions';

/**
 * What an UpdateItem makes of an item, or of none; undefined where DynamoDB would refuse it on this item. Its condition is
 * taken to hold. Throws a `SyntaxError` for an expression that is none.
 */
export function applyUpdate(input: Wire, before: Item | null): Item | undefined {
  const actions = updateActions(input);
  // All actions see the item as it was.
  const changes: { action: UpdateAction; value: AttributeValue | undefined }[] = [];
  for (const action of actions) {
    const outcome = outcomeOf(action, before);
    if (outcome === 'refused') return undefined;
    if (outcome !== 'as it was') changes.push({ action, value: outcome });
  }
  const after: Item = { ...(before ?? input.Key) };
  const root: AttributeValue = { M: after };
  const removals: DocumentPath[] = [];
  // What lies behind the end of a list is appended in the order of the indexes.
  for (const { action, value } of changes.sort(byLastStep)) {
    if (value === undefined) removals.push(action.path);
    else if (!place(root, action.path, value)) return undefined;
  }
  // From behind, so that indexes stay what they were.
  for (const path of removals.reverse()) if (!remove(root, path)) return undefined;
  return after;
}

/** What an action leaves at its path: undefined for nothing. */
function outcomeOf(action: UpdateAction, before: Item | null): AttributeValue | undefined | 'as it was' | 'refused' {
  const { kind, path, value: term } = action;
  if (kind === 'remove') return undefined;
  const value = evaluate(term!, before);
  if (!value) return 'refused';
  if (kind === 'set') return value;
  const there = valueAt(before, path);
  if (kind === 'add') return there ? (added(there, value) ?? 'refused') : isAddable(value) ? value : 'refused';
  if (!isSet(value)) return 'refused';
  if (!there) return hasHolder(before, path) ? 'as it was' : 'refused';
  if (typeOf(there) !== typeOf(value)) return 'refused';
  const gone = new Set(setElements(value));
  const left = setElements(there).filter((element) => !gone.has(element));
  return left.length === 0 ? undefined : ({ [typeOf(there)]: left } as AttributeValue);
}

function added(there: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if (typeOf(there) !== typeOf(value)) return undefined;
  if ('N' in there && 'N' in value) {
    const sum = addNumbers(there.N, value.N);
    return sum === undefined ? undefined : { N: sum };
  }
  if (!isSet(value)) return undefined;
  return { [typeOf(there)]: [...new Set([...setElements(there), ...setElements(value)])] } as AttributeValue;
}

function isAddable(value: AttributeValue): boolean {
  return 'N' in value || isSet(value);
}

function isSet(value: AttributeValue): boolean {
  return 'SS' in value || 'NS' in value || 'BS' in value;
}

/** Puts a value where a path leads; false where there is no way. What it changes are copies. */
function place(root: AttributeValue, path: DocumentPath, value: AttributeValue): boolean {
  const parent = own(root, path);
  const last = path.at(-1)!;
  if (typeof last === 'number') {
    if (!parent || !('L' in parent)) return false;
    if (last < parent.L.length) parent.L[last] = value;
    else parent.L.push(value);
    return true;
  }
  if (!parent || !('M' in parent)) return false;
  define(parent.M, last, value);
  return true;
}

function remove(root: AttributeValue, path: DocumentPath): boolean {
  const parent = own(root, path);
  const last = path.at(-1)!;
  if (typeof last === 'number') {
    if (!parent || !('L' in parent)) return false;
    parent.L.splice(last, 1);
    return true;
  }
  if (!parent || !('M' in parent)) return false;
  delete parent.M[last];
  return true;
}

/** The map or list that holds the last step of a path, copied on the way to it; undefined where there is none. */
function own(root: AttributeValue, path: DocumentPath): AttributeValue | undefined {
  let holder = root;
  for (const step of path.slice(0, -1)) {
    const child = valueAt({ holder }, ['holder', step]);
    if (!child) return undefined;
    const copy = copied(child);
    if (!copy) return undefined;
    if (typeof step === 'number') (holder as { L: AttributeValue[] }).L[step] = copy;
    else define((holder as { M: Item }).M, step, copy);
    holder = copy;
  }
  return holder;
}

function copied(value: AttributeValue): AttributeValue | undefined {
  if ('L' in value) return { L: [...value.L] };
  return 'M' in value ? { M: { ...value.M } } : undefined;
}

function define(map: Item, name: string, value: AttributeValue): void {
  Object.defineProperty(map, name, { value, writable: true, enumerable: true, configurable: true });
}

function byLastStep(a: { action: UpdateAction }, b: { action: UpdateAction }): number {
  const [x, y] = [a.action.path.at(-1), b.action.path.at(-1)];
  return typeof x === 'number' && typeof y === 'number' ? x - y : 0;
}
