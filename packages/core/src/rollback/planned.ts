import type { Image } from '../journal/entry';
import { readImages } from '../journal/read-images';
import type { Send } from '../send/send';
import type { Change } from './change';
import { type LeftByRun, leftByRun } from './left-by-run';
import { isOfItem } from './of-item';
import { type PutBack, putBack } from './put-back';
import type { RollBackOneOptions } from './roll-back-one';
import type { Surprises } from './surprises';
import { judge } from './verdict';

const readAhead = 100;

/** An item whose turn is near. */
export interface Planned {
  changes: Change[];
  /** What the run did to it, or why that cannot be followed. */
  left: LeftByRun | { error: Error };
  /** How to take it back if it is what the run left; undefined where it has to be read before. */
  expected?: Expected | undefined;
  /** Its image, read along with others. */
  read(): Promise<Image>;
}

interface Expected {
  now: Image;
  write: PutBack;
}

/** Items in their order; those that cannot be expected are read a hundred at a time, when the first of them is asked for. */
export function* planned(
  send: Send,
  items: Change[][],
  surprises: Surprises,
  { live, force }: RollBackOneOptions,
): Generator<Planned> {
  for (let at = 0; at < items.length; at += readAhead) {
    const mayExpect = live && !surprises.many;
    const some = items.slice(at, at + readAhead).map((changes) => ({ changes, ...follow(changes, mayExpect, force) }));
    const unexpected = some.flatMap(({ changes, expected }) => (expected ? [] : [changes[0]!]));
    const read = reader(send, unexpected);
    for (const one of some) yield { ...one, read: () => read(one.changes[0]!) };
  }
}

function follow(changes: Change[], mayExpect: boolean, force: boolean): Pick<Planned, 'left' | 'expected'> {
  try {
    const left = leftByRun(changes);
    return { left, expected: mayExpect ? expect(changes[0]!, left, force) : undefined };
  } catch (error) {
    if (!isOfItem(error)) throw error;
    return { left: { error } };
  }
}

/** What an item is expected to be, where a write can do without looking at it. */
function expect({ table, key }: Change, left: LeftByRun, force: boolean): Expected | undefined {
  if (left.possible?.length !== 1) return undefined;
  const now = left.possible[0]!;
  const verdict = judge(left, now, force);
  if (verdict.kind !== 'restore' || verdict.to === null) return undefined;
  const write = putBack(table, key, now, verdict.to);
  return write.isSafe ? { now, write } : undefined;
}

/** Reads some items at once, as soon as the first of them is asked for. */
function reader(send: Send, items: readonly Change[]): (item: Change) => Promise<Image> {
  let images: Promise<Image[] | undefined> | undefined;
  return async (item) => {
    images ??= readImages(send, items).catch((error) => {
      // It may be one of the items that cannot be read: each is asked for by itself then.
      if (isOfItem(error)) return undefined;
      throw error;
    });
    const all = await images;
    return all ? all[items.indexOf(item)]! : (await readImages(send, [item]))[0]!;
  };
}
