import type { Item } from '@dynamodb-migrate/expressions';
import { atOnce } from '../engine/at-once';
import { MigrateError } from '../error';
import { type AttributeChange, diffItems } from '../items/diff';
import type { Image } from '../journal/entry';
import { itemId, sameImage } from '../journal/item-id';
import { readImages } from '../journal/read-images';
import type { Send, Target } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Change } from './change';
import { type LeftByRun, leftByRun } from './left-by-run';
import type { ChangesByItem } from './partition';
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

export interface RollBackItemsOptions {
  door: (target: Pick<Target, 'region' | 'endpoint'>) => Send;
  live: boolean;
  force: boolean;
  concurrency: number;
  signal?: AbortSignal;
  /** Told of an item's image before it is written to; undefined once that is over. */
  looking: (id: string, now: Image | undefined) => void;
  onDetail: (detail: RollbackDetail) => void;
}

const readAhead = 100;

/** Rolls back the changes of some items, those written last first. */
export async function rollBackItems(items: ChangesByItem, options: RollBackItemsOptions): Promise<void> {
  const latest = (changes: Change[]) => Math.max(...changes.map(({ seq }) => seq));
  const all = [...items.values()]
    .map((changes) => ({ changes, last: latest(changes) }))
    .sort((a, b) => b.last - a.last);
  for (const group of byEndpoint(all.map(({ changes }) => changes))) {
    for (let at = 0; at < group.length; at += readAhead) {
      if (options.signal?.aborted) return;
      await rollBackSome(group.slice(at, at + readAhead), options);
    }
  }
}

function byEndpoint(items: Change[][]): Change[][][] {
  const groups = new Map<string, Change[][]>();
  for (const changes of items) {
    const id = `${changes[0]!.region} ${changes[0]!.endpoint}`;
    const group = groups.get(id);
    if (group) group.push(changes);
    else groups.set(id, [changes]);
  }
  return [...groups.values()];
}

async function rollBackSome(items: Change[][], options: RollBackItemsOptions): Promise<void> {
  const send = options.door(items[0]![0]!);
  const images = await readImages(send, keysOf(items)).catch((error) => {
    // It may be one of the items that cannot be read: each is asked for by itself then.
    if (isOfItem(error)) return undefined;
    throw error;
  });
  const one = async ([i, changes]: [number, Change[]]) => {
    const { region, endpoint, table, key } = changes[0]!;
    const detail = await (async () => {
      const read = images ? images[i]! : (await readImages(send, keysOf([changes])))[0]!;
      return rollBackOne(send, changes, read, options);
    })().catch((error): RollbackDetail => {
      if (!isOfItem(error)) throw error;
      return { region, endpoint, table, key, now: null, result: 'failed', error };
    });
    options.onDetail(detail);
  };
  await atOnce(options.concurrency, items.entries(), one, () => options.signal?.aborted === true);
}

function keysOf(items: Change[][]): Pick<Change, 'table' | 'key'>[] {
  return items.map(([change]) => change!);
}

const refusals = new Set([
  'ValidationException',
  'SerializationException',
  'RequestEntityTooLargeException',
  'ItemCollectionSizeLimitExceededException',
]);

/** Whether DynamoDB, or an engine in its place, refused a request for what it asks. */
function isRefusal(error: unknown): boolean {
  if (error instanceof MigrateError) return error.code === 'ENGINE_LIMIT';
  return error instanceof ServiceError && (refusals.has(error.name) || error.statusCode === 413);
}

/** Whether an error is of one item alone: what it holds cannot be read, followed or compared. */
function isOfItem(error: unknown): error is Error {
  return isRefusal(error) || (!(error instanceof ServiceError) && !(error instanceof MigrateError));
}

async function rollBackOne(
  send: Send,
  changes: Change[],
  read: Image,
  options: RollBackItemsOptions,
): Promise<RollbackDetail> {
  const { region, endpoint, table, key } = changes[0]!;
  const left = leftByRun(changes);
  let now = read;
  for (;;) {
    const detail = { region, endpoint, table, key, ...images(left), now };
    const verdict = judge(left, now, options.force);
    if (verdict.kind === 'nothing') return { ...detail, result: 'unchanged' };
    if (verdict.kind === 'conflict') {
      const diff = diffItems(detail.ours ?? undefined, now ?? undefined);
      return { ...detail, result: 'conflict', reason: verdict.reason, diff };
    }
    const result = verdict.to === null ? 'deleted' : now === null ? 'recreated' : 'restored';
    if (!options.live) return { ...detail, result };
    const id = itemId({ region, endpoint }, table, key);
    options.looking(id, now);
    try {
      const other = await restore(send, { table, key }, now, verdict.to);
      if (!other) return { ...detail, result };
      if (sameImage(other.changed, now)) return { ...detail, result: 'failed', error: cannotCompare(table) };
      now = other.changed;
    } catch (error) {
      if (!(error instanceof ServiceError) && !isOfItem(error)) throw error;
      return { ...detail, result: 'failed', error };
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
