import type { Item } from '@dynamodb-migrate/expressions';
import { MigrateError } from '../error';
import { type AttributeChange, diffItems } from '../items/diff';
import type { Image } from '../journal/entry';
import { itemId, sameImage } from '../journal/item-id';
import type { Send } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Change } from './change';
import type { LeftByRun } from './left-by-run';
import { isOfItem } from './of-item';
import type { PutBack } from './put-back';
import { restore } from './restore';
import { type ConflictReason, judge } from './verdict';

/** What became, or in a preview would become, of one item. */
export interface RollbackDetail {
  region: string;
  endpoint?: string;
  table: string;
  key: Item;
  /**
   * - restored: back to what it was; deleted: the run had created it; recreated: the run had deleted it
   * - unchanged: it is what it was before the run
   * - conflict: left alone, for the `reason`; failed: DynamoDB refused, for the `error`
   */
  result: 'restored' | 'deleted' | 'recreated' | 'unchanged' | 'conflict' | 'failed';
  /** The image before the run; absent when it is not known. */
  before?: Image;
  /** What the run left; absent when that is not known. */
  ours?: Image;
  now: Image;
  /** Of a conflict: from what the run left to what is there now. */
  diff?: AttributeChange[];
  reason?: ConflictReason;
  error?: Error;
}

export interface RollBackOneOptions {
  live: boolean;
  force: boolean;
  /** Told of an item's image before it is written to; undefined once that is over. */
  looking: (id: string, now: Image | undefined) => void;
}

/**
 * Rolls back one item that was read, or is expected, to be `given`; `prepared` is the write that takes that back. Without
 * `live` it says what that would come to.
 */
export async function rollBackOne(
  send: Send,
  item: Pick<Change, 'region' | 'endpoint' | 'table' | 'key'>,
  left: LeftByRun,
  given: Image,
  options: RollBackOneOptions,
  prepared?: PutBack,
): Promise<RollbackDetail> {
  const { table, key } = item;
  let now = given;
  for (let write = prepared; ; write = undefined) {
    const detail = { ...item, ...images(left), now };
    const verdict = judge(left, now, options.force);
    if (verdict.kind === 'nothing') return { ...detail, result: 'unchanged' };
    if (verdict.kind === 'conflict') {
      const diff = diffItems(detail.ours ?? undefined, now ?? undefined);
      return { ...detail, result: 'conflict', reason: verdict.reason, diff };
    }
    const { to } = verdict;
    const result = to === null ? 'deleted' : now === null ? 'recreated' : 'restored';
    if (!options.live) return { ...detail, result };
    try {
      const restored = await looking(now, () => restore(send, item, now, to, write));
      if (restored.as === 'taken') return { ...detail, result };
      if (restored.as === 'another' && sameImage(restored.now, now)) {
        return { ...detail, result: 'failed', error: cannotCompare(table) };
      }
      now = restored.now;
      // Somebody has added to it, which no condition can tell: it is as little ours to change as any other conflict.
      if (restored.as === 'with more' && !options.force) now = await giveBack(restored);
    } catch (error) {
      if (!(error instanceof ServiceError) && !isOfItem(error)) throw error;
      return { ...detail, result: 'failed', error };
    }
  }

  async function giveBack({ now, found }: { now: Item; found: Item }): Promise<Image> {
    const given = await looking(now, () => restore(send, item, now, found));
    return given.as === 'taken' ? found : given.now;
  }

  async function looking<T>(image: Image, work: () => Promise<T>): Promise<T> {
    const id = itemId(item, table, key);
    options.looking(id, image);
    try {
      return await work();
    } finally {
      options.looking(id, undefined);
    }
  }
}

function cannotCompare(table: string): MigrateError {
  return new MigrateError(
    'CONDITION_DECLINED',
    `${table} declines the condition that the item is what it was just read`,
  );
}

function images({ first, possible }: LeftByRun): Pick<RollbackDetail, 'before' | 'ours'> {
  const ours = possible?.at(-1);
  return { ...(first !== undefined && { before: first }), ...(ours !== undefined && { ours }) };
}
