import {
  type AttributeType,
  type AttributeValue,
  equalValues,
  type Item,
  isSet,
  setElements,
  typeOf,
} from '@dynamodb-migrate/expressions';
import { align } from './list-diff';
import { formatPath, type Path } from './path';

/** One difference between two images of an item. */
export interface AttributeChange {
  /** `a.b[2].c`; list indexes count in the after-image, those of removed elements in the before-image. */
  path: string;
  kind: 'added' | 'changed' | 'removed';
  before?: AttributeValue;
  after?: AttributeValue;
  beforeType?: AttributeType;
  afterType?: AttributeType;
  /** What a set gained and lost, when it is a set of the same type on both sides. */
  elements?: { added: string[]; removed: string[] };
}

/** The differences between two images of an item, in the order of attribute names; maps and lists are looked into. */
export function diffItems(before: Item = {}, after: Item = {}): AttributeChange[] {
  return [...diffMaps([], before, after)];
}

function* diffMaps(path: Path, before: Item, after: Item): Generator<AttributeChange> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of [...names].sort()) yield* diffValues([...path, name], own(before, name), own(after, name));
}

function* diffValues(path: Path, before?: AttributeValue, after?: AttributeValue): Generator<AttributeChange> {
  if (equalValues(before, after)) return;
  if (before && after && typeOf(before) === typeOf(after)) {
    if ('M' in before && 'M' in after) return yield* diffMaps(path, before.M, after.M);
    if ('L' in before && 'L' in after) return yield* diffLists(path, before.L, after.L);
  }
  yield changeOf(path, before, after);
}

function* diffLists(path: Path, before: AttributeValue[], after: AttributeValue[]): Generator<AttributeChange> {
  for (const { from, to } of align(before, after)) {
    const index = to ?? from!;
    yield* diffValues(
      [...path, index],
      from === undefined ? undefined : before[from],
      to === undefined ? undefined : after[to],
    );
  }
}

function changeOf(path: Path, before?: AttributeValue, after?: AttributeValue): AttributeChange {
  return {
    path: formatPath(path),
    kind: before && after ? 'changed' : after ? 'added' : 'removed',
    ...(before && { before, beforeType: typeOf(before) }),
    ...(after && { after, afterType: typeOf(after) }),
    ...(before && after && isSet(before) && typeOf(before) === typeOf(after) && { elements: diffSets(before, after) }),
  };
}

function diffSets(before: AttributeValue, after: AttributeValue): { added: string[]; removed: string[] } {
  const [old, now] = [new Set(setElements(before)), new Set(setElements(after))];
  return { added: [...now].filter((e) => !old.has(e)), removed: [...old].filter((e) => !now.has(e)) };
}

function own(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}
