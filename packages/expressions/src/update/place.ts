import type { AttributeValue, Item } from '../items/attribute-value';
import { childOf, type DocumentPath } from '../items/document-path';
import { define, own } from '../items/own';
import { unfit } from '../refusal';

/** Puts a value where a path leads. What it changes within the item are copies. Throws a `Refusal` where there is no way. */
export function place(item: Item, path: DocumentPath, value: AttributeValue): void {
  const last = path.at(-1)!;
  const holder = path.length === 1 ? { M: item } : ownHolder(item, path);
  if (typeof last === 'number') {
    if (!('L' in holder)) throw noWay();
    if (last < holder.L.length) holder.L[last] = value;
    else holder.L.push(value);
  } else {
    if (!('M' in holder)) throw noWay();
    define(holder.M, last, value);
  }
}

/** Takes away what is where a path leads. Throws a `Refusal` where there is no way. */
export function remove(item: Item, path: DocumentPath): void {
  const last = path.at(-1)!;
  const holder = path.length === 1 ? { M: item } : ownHolder(item, path);
  if (typeof last === 'number') {
    if (!('L' in holder)) throw noWay();
    holder.L.splice(last, 1);
  } else {
    if (!('M' in holder)) throw noWay();
    delete holder.M[last];
  }
}

/** The map or list that holds the last step of a path, copied on the way to it. */
function ownHolder(item: Item, path: DocumentPath): AttributeValue {
  const name = path[0] as string;
  let holder = copied(own(item, name));
  define(item, name, holder);
  for (let i = 1; i < path.length - 1; i++) {
    const step = path[i]!;
    const copy = copied(childOf(holder, step));
    if (typeof step === 'number') (holder as { L: AttributeValue[] }).L[step] = copy;
    else define((holder as { M: Item }).M, step, copy);
    holder = copy;
  }
  return holder;
}

function copied(value: AttributeValue | undefined): AttributeValue {
  if (value && 'L' in value) return { L: value.L.slice() };
  if (value && 'M' in value) return { M: { ...value.M } };
  throw noWay();
}

export function noWay() {
  return unfit('The document path provided in the update expression is invalid for update');
}
