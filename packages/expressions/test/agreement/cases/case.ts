import type { Input, Item } from '../../../src';

/** One operation on one item: its input without table and key, and the item before without its key. */
export interface Case {
  kind: string;
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'GetItem' | 'Query';
  before: Item | undefined;
  input: Input;
  /** Makes of the key that an input should have the one that it has. */
  key?: (key: Input) => Input;
}

/** What came of a case. */
export type Verdict =
  | { error: string; message: string }
  | { error?: undefined; after: Item | undefined; output: Item | undefined };
