import type { Item } from '@dynamodb-migrate/expressions';

/** An array, or what can be looked at like one. */
export interface Records<T = unknown> extends Iterable<T> {
  readonly length: number;
  /** What they are held in, where they are read out of bytes. */
  readonly bytes?: number;
  at(index: number): T | undefined;
  /** A record's JSON as it came, on one line; undefined where that is not at hand. */
  textAt?(index: number): string | undefined;
}

/** What may be told of the records of a source whose values are not all to be shown. */
export interface Veil {
  /** How messages name a record. */
  name(page: Page, index: number): string;
  /** A message about a record without those of its values that are hidden. */
  message(page: Page, index: number, text: string): string;
}

/** Records in the order of their segment, with the position behind them. */
export interface Page {
  segment: number;
  /** Wire items, or whatever documents the source is of. */
  records: Records;
  /** Ordinal of the first record within its segment, from 1. */
  first: number;
  /** Where the source is lines: the line number of each record, from 1. */
  lines?: readonly number[];
  /** The key that this page was read from; absent at the start of the segment. */
  start?: Item;
  /** The key to go on from behind this page; absent at the end of the segment. */
  next?: Item;
}

/** An async iterable of records that knows its position. */
export interface Source extends AsyncIterable<Page> {
  /** What a journal knows a record by, and messages where no veil is: `id "a1"` or `line 17`. */
  name(page: Page, index: number): string;
  /** @default everything may be told */
  veil?: Veil;
  /** Records expected in all, when known; an estimate that may be stale. */
  expected?: number;
}
