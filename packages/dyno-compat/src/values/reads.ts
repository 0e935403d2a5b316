import { currentRecord } from '@dynamodb-migrate/core';

/** Which texts a script has read for one attribute name and value, on behalf of one record. */
export interface Read {
  add(text: string): void;
  readonly any: boolean;
  /**
   * The text that a value used now was read from: the only one read since the last use, or the only one read at all.
   * Undefined where it may be one of several.
   */
  use(): string | undefined;
}

const byRecord = new WeakMap<object, Map<string, Read>>();
let unobserved = 0;

/** What the record being migrated has read under an id; undefined outside of a record. */
export function readsHere(id: string): Read | undefined {
  const record = currentRecord();
  if (!record) return undefined;
  const reads = byRecord.get(record) ?? new Map<string, Read>();
  byRecord.set(record, reads);
  const read = reads.get(id) ?? createRead();
  reads.set(id, read);
  return read;
}

/** The text of a number attribute in the record being migrated. */
export function textAtHand(name: string): string | undefined {
  const record = currentRecord()?.record as { [name: string]: { N?: unknown } | undefined } | undefined;
  const text = record && Object.hasOwn(record, name) ? record[name]?.N : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Reads for the client's own purposes are no reads of the script. */
export function withoutReading<T>(work: () => T): T {
  unobserved++;
  try {
    return work();
  } finally {
    unobserved--;
  }
}

export function isUnobserved(): boolean {
  return unobserved > 0;
}

function createRead(): Read {
  const all = new Set<string>();
  const fresh = new Set<string>();
  return {
    add(text) {
      all.add(text);
      fresh.add(text);
    },
    get any() {
      return all.size > 0;
    },
    use() {
      const candidates = fresh.size > 0 ? fresh : all;
      const [text] = candidates;
      const only = candidates.size === 1 ? text : undefined;
      fresh.clear();
      return only;
    },
  };
}
