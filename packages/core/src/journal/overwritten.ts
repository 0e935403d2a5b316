import {
  type AttributeValue,
  applyUpdate,
  type DocumentPath,
  equalValues,
  evaluate,
  type Item,
  isOverwriting,
  Refusal,
  setElements,
  typeOf,
  type UpdateAction,
  updateActions,
  valueAt,
} from '@dynamodb-migrate/expressions';
import { formatPath } from '../items/path';
import type { Write } from '../send/operations';
import type { Wire } from '../send/send';
import type { Image } from './entry';

type Value = AttributeValue | undefined;

/**
 * What a write undid of what others had written, as paths: `shown` is the item as the writer knew it, `found` as the write
 * met it. An empty list when they had deleted the item and the write made it anew; undefined when it undid nothing.
 * What it computes from the value that it found is no loss: `ADD`, `n + :d`, `list_append`.
 */
export function overwritten(write: Write, shown: Image, found: Image): string[] | undefined {
  if (found === null) return shown === null || write.kind === 'delete' ? undefined : [];
  const paths = new Set([...lostBy(write, shown, found)].map(formatPath));
  return paths.size > 0 ? [...paths] : undefined;
}

function lostBy(write: Write, shown: Image, found: Item): Iterable<DocumentPath> {
  if (write.kind === 'update') return lostByUpdate(write.update, shown, found);
  return lostMembers([], shown ?? {}, found, write.kind === 'put' ? write.item : {});
}

function* lostByUpdate(input: Wire, shown: Image, found: Item): Generator<DocumentPath> {
  const actions = readActions(input);
  if (!actions) return yield* lostMembers([], shown ?? {}, found, {});
  const after = applyUpdate(input, found) ?? null;
  for (const action of actions.filter(isOverwriting)) {
    const { kind, path, value } = action;
    const left = kind === 'remove' ? undefined : kind === 'set' ? evaluate(value!, found) : valueAt(after, path);
    yield* lost(path, valueAt(shown, path), valueAt(found, path), left);
  }
}

/** What an update did; undefined for one that DynamoDB took and that is read here as none: anything may be lost then. */
function readActions(input: Wire): UpdateAction[] | undefined {
  try {
    return updateActions(input);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Where others changed what was shown into what was found, and that is no longer so in what is left. */
function* lost(path: DocumentPath, shown: Value, found: Value, left: Value): Generator<DocumentPath> {
  if (equalValues(shown, found) || equalValues(found, left)) return;
  const type = (found ?? shown) && typeOf((found ?? shown)!);
  const alike = [shown, found, left].every((value) => !value || typeOf(value) === type);
  if (alike && left && type === 'M') yield* lostMembers(path, members(shown), members(found), members(left));
  else if (alike && left && type === 'L') yield* lostElements(path, elements(shown), elements(found), elements(left));
  else if (alike && type?.endsWith('S') && type.length === 2) {
    if (isSetLost(shown, found, left)) yield path;
  } else yield path;
}

function* lostMembers(path: DocumentPath, shown: Item, found: Item, left: Item): Generator<DocumentPath> {
  for (const name of new Set([...Object.keys(shown), ...Object.keys(found)])) {
    yield* lost([...path, name], own(shown, name), own(found, name), own(left, name));
  }
}

function* lostElements(
  path: DocumentPath,
  shown: AttributeValue[],
  found: AttributeValue[],
  left: AttributeValue[],
): Generator<DocumentPath> {
  for (let i = 0; i < Math.max(shown.length, found.length); i++) {
    yield* lost([...path, i], shown[i], found[i], left[i]);
  }
}

function isSetLost(...values: [Value, Value, Value]): boolean {
  const [shown, found, left] = values.map((value) => new Set(value ? setElements(value) : []));
  return [...shown!, ...found!].some((element) => {
    const isThere = found!.has(element);
    return isThere !== shown!.has(element) && isThere !== left!.has(element);
  });
}

function members(value: Value): Item {
  return value && 'M' in value ? value.M : {};
}

function elements(value: Value): AttributeValue[] {
  return value && 'L' in value ? value.L : [];
}

function own(item: Item, name: string): Value {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}
