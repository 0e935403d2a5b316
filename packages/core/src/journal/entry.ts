import type { Item } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';

/** An item as it was or is, null when there is none. */
export type Image = Item | null;

/** An item that an operation writes to. */
export interface Touched {
  table: string;
  key: Item;
  /** Its image before the write, as far as it is known when the request leaves. */
  before?: Image;
  /** Where `before` comes from: a consistent read just before, or what the run knew (such as the record it scanned). */
  from?: 'read' | 'known';
}

/** What a write is about to do. Durable before its request leaves. */
export interface Intent {
  seq: number;
  /** ISO date. */
  at: string;
  operation: string;
  /** The input as the script gave it. */
  input: Wire;
  region: string;
  endpoint?: string;
  /** In the order of the operation's own requests; none for operations that the journal cannot roll back. */
  touched: Touched[];
  /** On whose behalf: how messages name the record, its segment and its ordinal there, from 1. */
  record?: { name: string; segment: number; ordinal: number };
}

/**
 * What became of a write. Durable before the caller hears of it.
 *
 * - done: the table holds it, but for `unprocessed`
 * - refused: nothing was changed
 * - unknown: it may or may not have been applied
 */
export interface Outcome {
  of: number;
  result: 'done' | 'refused' | 'unknown';
  /** The exact image before the write, which came with the answer. */
  before?: Image;
  /** Says that the answer brought the image that the intent already holds. */
  asKnown?: true;
  /** The exact image after it, where the answer brought that. */
  after?: Image;
  /** Indices into `touched` of what a batch left undone. */
  unprocessed?: number[];
  /** An earlier attempt's answer was lost, so `before` may be what that attempt left. */
  uncertain?: true;
  /**
   * By index into `touched`: the paths of what others had written since the item was read and the write undid; none when
   * they had deleted the item.
   */
  overwrote?: { [index: number]: string[] };
  error?: { name: string; message: string };
}

/** An intent with its outcome; without one its fate is unknown, as after a crash. */
export interface JournalEntry extends Intent {
  outcome?: Outcome;
}

/** Says that nothing was under way any more for a record that had written. */
export interface Settled {
  settled: string;
  segment: number;
  ordinal: number;
}

/** The first line of each file. */
export interface Begun {
  begun: {
    /** Its number. */
    file: number;
    /** What tells the journal from others. */
    journal: string;
    /** The run that it is of; absent in older versions. */
    run?: string;
  };
}

/** The last line that a process writes that comes to an orderly end. */
export interface Ended {
  end: true;
}
