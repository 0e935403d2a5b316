import { AsyncLocalStorage } from 'node:async_hooks';
import type { Page, Source } from '../source/source';

/** The record on whose behalf code is running. */
export interface RecordScope {
  readonly source: Source;
  readonly page: Page;
  readonly index: number;
  /** As the source gave it. */
  readonly record: unknown;
  /** What is still under way for the record: its own callback or promise, and operations. */
  open: number;
  failed: boolean;
  /** What the journal of its run keeps of it. */
  kept?: Kept;
  /** What a journal knows it by, once that was asked for: naming it may take reading it anew. */
  name?: string;
  /** Called when nothing is under way for the record any more; again when more came and ended. */
  onSettled?: ((scope: RecordScope) => void) | undefined;
}

/** What a journal keeps of a record for as long as that is at work. */
export interface Kept {
  /** Whose it is. */
  readonly by: object;
  /** Whether the record has written since it was last settled. */
  wrote: boolean;
  /** What its writes left, by item. */
  readonly left: Map<string, () => unknown>;
}

const scope = new AsyncLocalStorage<RecordScope>();

/** The record being migrated where this is called, across callbacks and promises; undefined outside of one. */
export function currentRecord(): RecordScope | undefined {
  return scope.getStore();
}

/** What somebody keeps of a record. */
export function keptOf(record: RecordScope, by: object): Kept {
  if (record.kept?.by !== by) record.kept = { by, wrote: false, left: new Map() };
  return record.kept;
}

/** Runs `work` on behalf of a record. */
export function inRecord<T>(record: RecordScope, work: () => T): T {
  return scope.run(record, work);
}

/** Ends one thing that was under way for a record. */
export function release(record: RecordScope): void {
  record.open--;
  if (record.open === 0) record.onSettled?.(record);
}

/** What a journal knows a record by. */
export function journalName(record: RecordScope): string {
  record.name ??= record.source.name(record.page, record.index);
  return record.name;
}

/** How messages name a record: `id "a1"` or `line 17`. */
export function recordName({ source, page, index }: RecordScope): string {
  return (source.veil ?? source).name(page, index);
}

/** A message about a record, as it may be shown. */
export function shownMessage({ source, page, index }: RecordScope, text: string): string {
  return source.veil?.message(page, index, text) ?? text;
}
