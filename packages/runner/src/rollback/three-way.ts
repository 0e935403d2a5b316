import { type AttributeValue, equalValues, formatPath, type Item, type Mask, type Path } from '@dynamodb-migrate/core';

/** Images of an item: before the run, what the run left (ours), and now. */
export interface Versions<T> {
  before?: T;
  ours?: T;
  now?: T;
}

/** An attribute that is not the same in all images; absent where an image has none. */
export interface ThreeWay extends Versions<AttributeValue> {
  path: string;
}

type Name = keyof Versions<unknown>;

/** The attributes in which images differ, in the order of their names; maps are looked into, lists compared whole. */
export function threeWay(images: Versions<Item>): ThreeWay[] {
  const given = (['before', 'ours', 'now'] as const).filter((name) => images[name]);
  return given.length < 2 ? [] : [...differences([], images, given)];
}

/** The same with its values masked. */
export function maskThreeWay(change: ThreeWay, mask: Mask): ThreeWay {
  const masked: ThreeWay = { path: change.path };
  for (const name of ['before', 'ours', 'now'] as const) {
    if (change[name])
      masked[name] = mask.changes([{ path: change.path, kind: 'added', after: change[name] }])[0]!.after;
  }
  return masked;
}

function* differences(path: Path, maps: Versions<Item>, given: readonly Name[]): Generator<ThreeWay> {
  const names = new Set(given.flatMap((name) => Object.keys(maps[name]!)));
  for (const attribute of [...names].sort()) {
    const values: Versions<AttributeValue> = {};
    for (const name of given) if (Object.hasOwn(maps[name]!, attribute)) values[name] = maps[name]![attribute];
    const [first, ...others] = given.map((name) => values[name]);
    if (others.every((other) => equalValues(first, other))) continue;
    const inner = mapsOf(values, given);
    if (inner) yield* differences([...path, attribute], inner, given);
    else yield { path: formatPath([...path, attribute]), ...values };
  }
}

function mapsOf(values: Versions<AttributeValue>, given: readonly Name[]): Versions<Item> | undefined {
  const maps: Versions<Item> = {};
  for (const name of given) {
    const value = values[name];
    if (!value || !('M' in value)) return undefined;
    maps[name] = value.M;
  }
  return maps;
}
