import { crc32 } from 'node:zlib';
import { DISTINCT_ITEMS, ITEMS_PER_PAGE, indexOfKey, item, itemKey } from './items.mjs';

/**
 * Answers Scan from a table of `total` items without holding them: whole pages are serialised once and repeated, and
 * only the end of a body (LastEvaluatedKey) is written per request. With `distinct` no two items are the same, and each
 * page is made when it is asked for. A segment is a run of whole pages.
 */
export function pages(total, { distinct = false } = {}) {
  const bodies = new Map();

  function body(from, count) {
    const start = distinct ? from : from % DISTINCT_ITEMS;
    const name = `${start}+${count}`;
    let canned = bodies.get(name);
    if (!canned) {
      const items = Array.from({ length: count }, (_, i) => JSON.stringify(item(start + i)));
      const bytes = Buffer.from(`{"Count":${count},"ScannedCount":${count},"Items":[${items.join()}]`);
      canned = { bytes, crc: crc32(bytes) };
      if (!distinct) bodies.set(name, canned);
    }
    return canned;
  }

  for (let from = 0; !distinct && from < Math.min(total, DISTINCT_ITEMS); from += ITEMS_PER_PAGE) {
    body(from, Math.min(ITEMS_PER_PAGE, total - from));
  }

  return function scan(input) {
    const { Segment: segment = 0, TotalSegments: segments = 1, ExclusiveStartKey: after, Limit: limit } = input;
    const segmentEdge = (n) =>
      Math.min(total, Math.floor((Math.ceil(total / ITEMS_PER_PAGE) * n) / segments) * ITEMS_PER_PAGE);
    const end = segmentEdge(segment + 1);
    const from = after ? indexOfKey(after) + 1 : segmentEdge(segment);
    const pageEnd = (Math.floor(from / ITEMS_PER_PAGE) + 1) * ITEMS_PER_PAGE;
    const to = Math.min(end, pageEnd, from + (limit ?? Number.POSITIVE_INFINITY));
    const { bytes, crc } = body(from, Math.max(0, to - from));
    const tail = [
      to < end ? `,"LastEvaluatedKey":${JSON.stringify(itemKey(to - 1))}` : '',
      input.ReturnConsumedCapacity && input.ReturnConsumedCapacity !== 'NONE'
        ? `,"ConsumedCapacity":{"TableName":${JSON.stringify(input.TableName)},"CapacityUnits":128}`
        : '',
      '}',
    ].join('');
    return { chunks: [bytes, tail], crc: crc32(tail, crc), items: Math.max(0, to - from) };
  };
}
