import { randomUUID } from 'node:crypto';
import { type Item, keyFromId, keyId, keyOf } from '@dynamodb-migrate/expressions';
import { currentRecord, recordName } from '../engine/record-scope';
import type { Send, Wire } from '../send/send';
import type { TableInfo } from '../tables/describe';
import { batchGet } from './batch-get';
import { type Change, type ChangeKind, changeKind } from './change';
import { createScratchTable } from './scratch-table';

/** What is kept of each key that was written; its images lie in the scratch engine. */
interface Touch {
  /** Whether the real table has the item. */
  existed: boolean;
  generation: number;
  kind: ChangeKind;
  record: string | undefined;
}

/** Images just taken from a real table, by the ids of their keys; undefined for items that are not there. */
export type Seeded = ReadonlyMap<string, Item | undefined>;

/** The writes to one table that were held back. */
export interface OverlayTable {
  readonly info: TableInfo;
  readonly region: string;
  /** The scratch table with the present images, of the same shape as the real one. */
  readonly after: string;
  /** The scratch table with the images before the first write. */
  readonly before: string;
  readonly counts: { readonly [kind in ChangeKind]: number };
  /** How many keys are touched, and how many of them the real table does not have. */
  readonly touched: { all: number; added: number };
  touch(id: string): Readonly<Touch> | undefined;
  /** Identifies a key among all tables of the overlay. */
  lockId(id: string): string;
  /** The id of an item's key; undefined when key attributes are missing. */
  idOf(item: Item | undefined): string | undefined;
  /** Takes a key's image from the real table as the one to start from. Only with the key locked. */
  seed(id: string, image: Item | undefined, generation: number): Promise<void>;
  image(id: string): Promise<Item | undefined>;
  /** Takes note of what a key's image is now, having just been seeded or not. */
  settle(id: string, after: Item | undefined, seeded: Seeded): Promise<void>;
  changes(): AsyncGenerator<Change>;
}

const changesAtOnce = 100;

/** Creates the scratch tables for a real one. */
export async function openOverlayTable(scratch: Send, info: TableInfo, region: string): Promise<OverlayTable> {
  const name = `${randomUUID().slice(0, 13)}.${info.name.slice(0, 200)}`;
  const [before, after] = [`${name}.before`, `${name}.after`];
  await createScratchTable(scratch, before, info, { indexes: false });
  await createScratchTable(scratch, after, info);

  const touches = new Map<string, Touch>();
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  let added = 0;
  const get = async (TableName: string, id: string): Promise<Item | undefined> =>
    (await scratch('GetItem', { TableName, Key: keyFromId(id) })).Item;
  const put = (TableName: string, Item: Item): Promise<Wire> => scratch('PutItem', { TableName, Item });

  return {
    info,
    region,
    before,
    after,
    counts,
    get touched() {
      return { all: touches.size, added };
    },
    touch: (id) => touches.get(id),
    lockId: (id) => `${name} ${id}`,
    idOf(item) {
      const key = item && keyOf(item, info.keys);
      return key && keyId(key);
    },
    async seed(id, image, generation) {
      if (image) {
        await put(before, image);
        await put(after, image);
      } else added++;
      const record = currentRecord();
      touches.set(id, {
        existed: image !== undefined,
        generation,
        kind: 'unchanged',
        record: record && recordName(record),
      });
      counts.unchanged++;
    },
    image: (id) => get(after, id),
    async settle(id, image, seeded) {
      const touch = touches.get(id)!;
      const first = !touch.existed || seeded.has(id) ? seeded.get(id) : await get(before, id);
      const kind = changeKind(first, image);
      counts[touch.kind]--;
      counts[kind]++;
      touch.kind = kind;
    },
    async *changes() {
      const ids = [...touches.keys()];
      for (let at = 0; at < ids.length; at += changesAtOnce) {
        const some = ids.slice(at, at + changesAtOnce);
        const images = async (table: string) => {
          const items = await batchGet(scratch, table, some.map(keyFromId));
          return new Map(items.map((item) => [keyId(keyOf(item, info.keys)!), item]));
        };
        const [old, now] = [await images(before), await images(after)];
        for (const id of some) {
          const { record } = touches.get(id)!;
          const [was, is] = [old.get(id), now.get(id)];
          yield {
            table: info.name,
            region,
            key: keyFromId(id),
            kind: changeKind(was, is),
            ...(was && { before: was }),
            ...(is && { after: is }),
            ...(record !== undefined && { record }),
          };
        }
      }
    },
  };
}
