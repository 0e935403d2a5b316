import type { Item } from '@dynamodb-migrate/expressions';
import type { Write } from '../send/operations';
import type { Send, Target, Wire } from '../send/send';
import type { Book } from './book';
import type { Touched } from './entry';
import type { KnownImage } from './known-images';
import type { LeftImages } from './left-images';

/** What the journal needs to let writes through one door. */
export interface JournalledDoor {
  target: Target;
  /** The same as intents spell it. */
  place: string;
  /** The door behind the journal. */
  next: Send;
  /** The same for reads of the journal's own. */
  reads: Send;
  book: Book;
  known: KnownImage;
  left: LeftImages;
  /** Told of what a write undid of what others wrote. */
  onOverwrote(item: Touched, attributes: string[]): void;
  /** Retries of a write whose caller does not say how many. */
  retries: number;
  keyOf(write: Write): Promise<Item | undefined>;
}

/** One item's part of an operation that is about to be journalled. */
export interface PlannedWrite {
  write: Write;
  item: Touched;
  id: string;
}

export interface Operation {
  name: string;
  /** As the script gave it. */
  input: Wire;
  writes: PlannedWrite[];
}
