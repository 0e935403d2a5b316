import { equalItems, type Item } from '@dynamodb-migrate/expressions';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'unchanged';

/** What previewed writes did to one key, from its first image to its last. */
export interface Change {
  table: string;
  region: string;
  key: Item;
  kind: ChangeKind;
  before?: Item;
  after?: Item;
  /** Name of the record on whose behalf the key was first written. */
  record?: string;
}

export function changeKind(before: Item | undefined, after: Item | undefined): ChangeKind {
  if (equalItems(before, after)) return 'unchanged';
  if (before && after) return 'changed';
  return after ? 'added' : 'removed';
}
