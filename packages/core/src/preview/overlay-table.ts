import { type Item, keyFromId, keyId, keyOf } from '@dynamodb-migrate/expressions';
import { currentRecord, recordName } from '../engine/record-scope';
import type { TableInfo } from '../tables/describe';
import { type Change, type ChangeKind, changeKind } from './change';
import { column } from './images/column';
import { type Delta, deltaBetween, withDelta } from './images/delta';
import type { ImageStore } from './images/image-store';
import { keyIndex } from './images/key-index';
import { type Partitions, partitionsOf } from './partitions';

/** The image of an item, undefined where there is none. */
export type Image = Item | undefined;

/** The writes to one table that were held back: of each key that was written, its images before and after. */
export interface OverlayTable {
  readonly info: TableInfo;
  readonly region: string;
  readonly counts: { readonly [kind in ChangeKind]: number };
  /** How many keys were written. They are known by numbers from 0 on, in the order of their first writes. */
  readonly written: number;
  /** The id of an item's key; undefined when key attributes are missing. */
  idOf(item: Item | undefined): string | undefined;
  /** Identifies a key among all tables of the overlay. */
  lockId(id: string): string;
  find(id: string): number | undefined;
  idAt(entry: number): string;
  image(entry: number): Image;
  /** The image before the first write. */
  before(entry: number): Image;
  /** Whether the real table has the item. Only of entries whose image before was read. */
  existed(entry: number): boolean;
  /** Whether the image before is still to be read. */
  isUnread(entry: number): boolean;
  generation(entry: number): number;
  /** Takes in a key, with the image to start from (and its JSON, where that is at hand); `unread` where nobody has asked. */
  add(id: string, before: Image | 'unread', generation: number, text?: string): number;
  /** What the real table has of a key that was written without asking. */
  tellBefore(entry: number, before: Image): void;
  /** Its image now; `first` is the one before its first write, for a caller that has it at hand. */
  write(entry: number, after: Image, first?: Image): void;
  /** The entries whose present images have a partition of the table or of one of its indexes. */
  inPartition(index: string | undefined, partition: string): Iterable<number>;
  changes(): Generator<Change>;
}

const kinds: readonly ChangeKind[] = ['unchanged', 'changed', 'added', 'removed'];
/** Addresses of images that there are not. */
const none = 0;
const unread = 1;

function isDelta(kept: Item | Delta): kept is Delta {
  return Array.isArray(kept);
}

export function overlayTable(info: TableInfo, region: string, store: ImageStore, number: number): OverlayTable {
  const [ids, befores, afters] = [column(Float64Array), column(Float64Array), column(Float64Array)];
  const [records, generations] = [column(Float64Array), column(Uint32Array)];
  const kindAt = column(Uint8Array);
  const index = keyIndex((entry) => store.text(ids.at(entry)));
  const partitions = new Map<string | undefined, Partitions>();
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };

  const keep = (image: Image, text?: string): number => {
    return image ? store.keep(text ?? JSON.stringify(image)) : none;
  };
  const before = (entry: number): Image => {
    const at = befores.at(entry);
    return at === none ? undefined : JSON.parse(store.text(at));
  };
  const image = (entry: number, first?: Image): Image => {
    const at = afters.at(entry);
    if (at === none) return undefined;
    if (first && at === befores.at(entry)) return first;
    const kept: Item | Delta = JSON.parse(store.text(at));
    return isDelta(kept) ? withDelta((first ?? before(entry))!, kept) : kept;
  };

  // The text of an image, and of what differs from another one, is longer than what DynamoDB counts.
  const bytes = (at: number): number => (at > unread ? store.bytes(at) : 0);

  function differing(entry: number): Change['differing'] {
    const at = afters.at(entry);
    if (at === befores.at(entry)) return { before: undefined, after: undefined };
    const kept: Item | Delta | undefined = at === none ? undefined : JSON.parse(store.text(at));
    if (kept && isDelta(kept)) return { before: kept[0], after: kept[1] };
    return { before: before(entry), after: kept };
  }

  function tell(entry: number, kind: ChangeKind): void {
    counts[kinds[kindAt.at(entry)]!]--;
    counts[kind]++;
    kindAt.set(entry, kinds.indexOf(kind));
  }

  const table: OverlayTable = {
    info,
    region,
    counts,
    get written() {
      return ids.length;
    },
    idOf(item) {
      const key = item && keyOf(item, info.keys);
      return key && keyId(key);
    },
    lockId: (id) => `${number} ${id}`,
    find: (id) => index.find(id),
    idAt: (entry) => store.text(ids.at(entry)),
    image: (entry) => image(entry),
    before,
    existed: (entry) => befores.at(entry) > unread,
    isUnread: (entry) => befores.at(entry) === unread,
    generation: (entry) => generations.at(entry),
    add(id, image, generation, text) {
      const record = currentRecord();
      const at = image === 'unread' ? unread : keep(image, text);
      ids.push(store.keep(id));
      befores.push(at);
      afters.push(image === 'unread' ? none : at);
      records.push(record ? store.keep(recordName(record)) : none);
      generations.push(generation);
      kindAt.push(kinds.indexOf('unchanged'));
      counts.unchanged++;
      const entry = index.add(id);
      for (const some of partitions.values()) some.tell(entry, image === 'unread' ? undefined : image);
      return entry;
    },
    tellBefore(entry, first) {
      const after = image(entry);
      befores.set(entry, keep(first));
      table.write(entry, after, first);
    },
    write(entry, after, first) {
      for (const some of partitions.values()) some.tell(entry, after);
      const was = table.isUnread(entry) ? undefined : (first ?? before(entry));
      if (was && after) {
        const delta = deltaBetween(was, after);
        afters.set(entry, delta ? store.keep(JSON.stringify(delta)) : befores.at(entry));
        tell(entry, delta ? 'changed' : 'unchanged');
        return;
      }
      afters.set(entry, keep(after));
      if (!table.isUnread(entry)) tell(entry, changeKind(was, after));
    },
    inPartition(name, partition) {
      let some = partitions.get(name);
      if (!some) {
        const keys = name === undefined ? info.keys : info.indexes.find((one) => one.name === name)!.keys;
        some = partitionsOf(keys);
        for (let entry = 0; entry < ids.length; entry++) some.tell(entry, image(entry));
        partitions.set(name, some);
      }
      return some.entries(partition);
    },
    *changes() {
      for (let entry = 0; entry < ids.length; entry++) {
        const record = records.at(entry);
        yield {
          table: info.name,
          region,
          key: keyFromId(table.idAt(entry)),
          kind: kinds[kindAt.at(entry)]!,
          get before() {
            return before(entry);
          },
          get after() {
            return image(entry);
          },
          mostBytes: bytes(befores.at(entry)) + bytes(afters.at(entry)),
          differing: differing(entry),
          ...(record !== none && { record: store.text(record) }),
        };
      }
    },
  };
  return table;
}
