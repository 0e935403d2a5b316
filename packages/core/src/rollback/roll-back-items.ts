import { atOnce } from '../engine/at-once';
import { sameImage } from '../journal/item-id';
import type { Send, Target } from '../send/send';
import type { Change } from './change';
import { isOfItem } from './of-item';
import type { ChangesByItem } from './partition';
import { type Planned, planned } from './planned';
import { type RollBackOneOptions, type RollbackDetail, rollBackOne } from './roll-back-one';
import { countSurprises, type Surprises } from './surprises';

export interface RollBackItemsOptions extends RollBackOneOptions {
  door: (target: Pick<Target, 'region' | 'endpoint'>) => Send;
  concurrency: number;
  signal?: AbortSignal | undefined;
  pause?: (() => undefined | Promise<void>) | undefined;
  onDetail: (detail: RollbackDetail) => void;
}

/**
 * Rolls back the changes of some items, those written last first. Where the run's own images tell all that the write needs,
 * its condition says whether an item still is what the run left; the others are read before, many at a time.
 */
export async function rollBackItems(items: ChangesByItem, options: RollBackItemsOptions): Promise<void> {
  const latest = (changes: Change[]) => Math.max(...changes.map(({ seq }) => seq));
  const all = [...items.values()]
    .map((changes) => ({ changes, last: latest(changes) }))
    .sort((a, b) => b.last - a.last);
  const surprises = countSurprises();
  for (const group of byEndpoint(all.map(({ changes }) => changes))) {
    const send = options.door(group[0]![0]!);
    const isStopped = () => options.signal?.aborted === true;
    const one = async (item: Planned) => {
      await options.pause?.();
      if (!isStopped()) options.onDetail(await rollBackPlanned(send, item, surprises, options));
    };
    await atOnce(options.concurrency, planned(send, group, surprises, options), one, isStopped);
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

async function rollBackPlanned(
  send: Send,
  { changes, left, expected, read }: Planned,
  surprises: Surprises,
  options: RollBackItemsOptions,
): Promise<RollbackDetail> {
  const { region, endpoint, table, key } = changes[0]!;
  try {
    if ('error' in left) throw left.error;
    const now = expected ? expected.now : await read();
    const detail = await rollBackOne(send, { region, endpoint, table, key }, left, now, options, expected?.write);
    surprises.add(!left.possible?.some((image) => sameImage(image, detail.now)));
    return detail;
  } catch (error) {
    if (!isOfItem(error)) throw error;
    return { region, endpoint, table, key, now: null, result: 'failed', error };
  }
}
