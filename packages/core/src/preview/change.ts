import { equalItems, type Item } from '@dynamodb-migrate/expressions';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'unchanged';

/** What previewed writes did to one key, from its first image to its last. */
export interface Change {
  table: string;
  region: string;
  key: Item;
  kind: ChangeKind;
  /** The whole images, put together when they are asked for. */
  readonly before?: Item | undefined;
  readonly after?: Item | undefined;
  /** Bytes that the image after takes at most. */
  mostBytes: number;
  /** Of each image what the other has not or has otherwise: attributes. */
  differing: { before: Item | undefined; after: Item | undefined };
  /** Name of the record on whose behalf the key was first written. */
  record?: string;
}

export function changeKind(before: Item | undefined, after: Item | undefined): ChangeKind {
  if (equalItems(before, after)) return 'unchanged';
  if (before && after) return 'changed';
  return after ? 'added' : 'removed';
}
