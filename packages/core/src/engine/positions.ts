import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { Position } from '../source/scan';
import type { Page } from '../source/source';
import type { RecordScope } from './record-scope';

/**
 * Knows how far each segment has come: past records that are settled, with none unsettled before them. Records of a
 * segment below 0 come from elsewhere and have no position.
 */
export interface Positions {
  /** A record starts; called in the order of its segment. */
  started(record: RecordScope): void;
  settled(record: RecordScope): void;
  /** A page whose records have all been started. */
  passed(page: Page): void;
  /** Where each segment would go on. */
  now(keyNames: readonly string[]): Map<number, Position>;
  /** Records that have started behind those positions. */
  ahead(): number;
}

interface Segment {
  /** In the order of their start. */
  unsettled: Set<RecordScope>;
  /** The last record that started. */
  last: RecordScope | undefined;
  /** The last page that was passed, when it is the last record's or came behind it. */
  page: Page | undefined;
}

export function createPositions(start: ReadonlyMap<number, Position> = new Map()): Positions {
  const segments = new Map<number, Segment>();
  const segmentOf = ({ segment }: Page) => {
    let found = segments.get(segment);
    if (!found) {
      found = { unsettled: new Set(), last: undefined, page: undefined };
      segments.set(segment, found);
    }
    return found;
  };
  return {
    started(record) {
      if (record.page.segment < 0) return;
      const segment = segmentOf(record.page);
      segment.unsettled.add(record);
      segment.last = record;
      segment.page = undefined;
    },
    settled(record) {
      if (record.page.segment < 0) return;
      segmentOf(record.page).unsettled.delete(record);
    },
    passed(page) {
      if (page.segment < 0) return;
      segmentOf(page).page = page;
    },
    now(keyNames) {
      const positions = new Map(start);
      for (const [number, { unsettled, last, page }] of segments) {
        const [first] = unsettled;
        const position = first
          ? before(first.page, first.index, keyNames)
          : page
            ? { key: page.next ?? null, records: page.first - 1 + page.records.length }
            : last && before(last.page, last.index + 1, keyNames);
        if (position) positions.set(number, position);
      }
      return positions;
    },
    ahead() {
      let count = 0;
      for (const { unsettled, last } of segments.values()) {
        const [first] = unsettled;
        if (first && last) count += ordinal(last) - ordinal(first) + 1;
      }
      return count;
    },
  };
}

function ordinal({ page, index }: RecordScope): number {
  return page.first + index;
}

/** The position just before a record of a page; undefined at the very start of a segment. */
function before(page: Page, index: number, keyNames: readonly string[]): Position | undefined {
  const key = index > 0 ? keyOf(page.records.at(index - 1) as Item, keyNames) : page.start;
  return key && { key, records: page.first - 1 + index };
}
