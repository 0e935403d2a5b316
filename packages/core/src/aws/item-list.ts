import type { Item } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Records } from '../source/source';
import { readAround, readObjectAt, unusual } from './json-reader';

/**
 * The answer of a Scan, whose `Items` stay the bytes that they came as until each is asked for: a page waits in a
 * quarter of the memory, and an item is garbage before the collector has ever moved it. Undefined for a body that is left to `JSON.parse`.
 */
export function readPage(body: Buffer): Wire | undefined {
  try {
    return readAround(body, 'Items', (places) => itemList(body, places));
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

/** Items that are read anew each time they are asked for. Reading throws a `ServiceError` for what is not JSON. */
function itemList(body: Buffer, places: readonly number[]): Records<Item> {
  const length = places.length / 2;
  const read = (index: number): Item => {
    try {
      return readObjectAt(body, places[2 * index]!);
    } catch (error) {
      if (error !== unusual) throw error;
      return parse(body.toString('utf8', places[2 * index], places[2 * index + 1]));
    }
  };
  return {
    length,
    at: (index) => (index >= 0 && index < length ? read(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield read(index);
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
