import { isAscii } from 'node:buffer';
import type { Item } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Records } from '../source/source';
import { endOfObject } from './end-of-object';
import { endOfRead, readMembersAt, readObjectAt, unusual } from './json-reader';

/**
 * The answer of a Scan, whose `Items` stay the bytes that they came as until each is asked for: a page waits in a
 * quarter of the memory, and an item is garbage before the collector has ever moved it. Its `Count` tells how many there are, so
 * that nothing looks for their ends before they are read. Undefined for a body that is left to `JSON.parse`.
 */
export function readPage(body: Buffer): Wire | undefined {
  try {
    return pageOf(body);
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

function pageOf(body: Buffer): Wire {
  const page: Wire = {};
  if (body[0] !== 0x7b) throw unusual;
  if (!readMembersAt(body, 1, page, 'Items')) return page;
  const start = endOfRead() + 1;
  const end = endOfItems(body);
  if (end < start) throw unusual;
  if (end < body.length - 2) readMembersAt(body, end + 2, page);
  const { Count: count } = page;
  if (!Number.isSafeInteger(count) || page.Items !== undefined) throw unusual;
  // What is counted as nothing would never be looked at.
  if (count === 0 ? start !== end : body[start] !== 0x7b) throw unusual;
  page.Items = itemList(body, start, end, count);
  return page;
}

// No answer has another list behind its items. A quote behind `],` begins a member's name, or ends a text that ends with
// these, which then is not followed by a name.
function endOfItems(body: Buffer): number {
  const last = body.length - 2;
  return body[last] === 0x5d && body[last + 1] === 0x7d ? last : body.lastIndexOf('],"');
}

/** Items that are read anew each time they are asked for. Reading throws a `ServiceError` for what is not JSON. */
function itemList(body: Buffer, start: number, end: number, length: number): Records<Item> {
  /** Where items begin, as far as they were read, and then the place behind the last one. */
  const places = [start];
  let encoding: 'latin1' | 'utf8' | undefined;

  const read = (index: number): Item => {
    const from = places[index]!;
    let item: Item;
    let behind: number;
    try {
      item = readObjectAt(body, from);
      behind = endOfRead();
    } catch (error) {
      if (error !== unusual) throw error;
      behind = endOfObject(body, from);
      item = parse(body.toString('utf8', from, behind));
    }
    if (places.length === index + 1) {
      const more = places.length < length;
      if (more ? body[behind] !== 0x2c : behind !== end) throw notAsCounted(length);
      places.push(behind + 1);
    }
    return item;
  };

  const readUpTo = (index: number): Item => {
    while (places.length <= index) read(places.length - 1);
    return read(index);
  };

  return {
    length,
    bytes: body.length,
    at: (index) => (index >= 0 && index < length ? readUpTo(index) : undefined),
    textAt(index) {
      if (index < 0 || index >= length) return undefined;
      if (places.length <= index + 1) readUpTo(index);
      encoding ??= isAscii(body) ? 'latin1' : 'utf8';
      const text = body.toString(encoding, places[index], places[index + 1]! - 1);
      return text.includes('\n') ? undefined : text;
    },
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield readUpTo(index);
    },
  };
}

function parse(text: string): Item {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError('InvalidResponse', 'An item of the answer is not JSON', { cause });
  }
}

function notAsCounted(count: number): ServiceError {
  return new ServiceError('InvalidResponse', `The items of the answer are not the ${count} that it counts`);
}
