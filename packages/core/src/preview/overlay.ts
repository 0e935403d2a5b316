import { type KeyLock, keyLock } from '../send/key-lock';
import type { Send, Target } from '../send/send';
import { createDescribe } from '../tables/describe';
import { plainName } from '../tables/table-name';
import type { Change, ChangeKind } from './change';
import { type ImageStore, imageStore } from './images/image-store';
import { needed } from './needed';
import { type OverlayTable, overlayTable } from './overlay-table';
import { type ScanCursors, scanCursors } from './scan-cursors';
import { type Unread, unreadKeys } from './unread';

/** What a preview did to one table: keys by kind of change, and the capacity that the live run would consume. */
export interface TableSummary extends Usage, Record<ChangeKind, number> {
  table: string;
  region: string;
}

export interface Usage {
  /** Write operations, those that failed included; a batch counts once for each of its tables. */
  operations: number;
  failed: number;
  writeUnits: number;
  /** Those of `writeUnits` that are each index's. */
  indexes: { [index: string]: number };
  readUnits: number;
}

/** Writes that were held back, laid over the real tables. Outlives the runs that are previewed on top of each other. */
export interface Overlay {
  /** What could not be shown exactly, each sentence once. */
  readonly notes: readonly string[];
  /** Reads what is left to be read of keys that were written without asking. Before `changes()` and `summary()`. */
  settle(): Promise<void>;
  /** The first and the last image of every key that was written, in the order they were first written. */
  changes(): Iterable<Change>;
  summary(): TableSummary[];
  /** Starts a new generation: keys added so far are seen by every scan from now on. */
  advance(): void;

  /** For the layer: */
  readonly locks: KeyLock;
  readonly cursors: ScanCursors;
  readonly unread: Unread;
  readonly generation: number;
  note(sentence: string): void;
  usage(region: string, table: string): Usage;
  /** The overlay of a table, made when missing. */
  open(next: Send, target: Target, name: string): Promise<OverlayTable>;
  /** The overlay of a table that was opened by this name before. */
  opened(target: Target, name: string): OverlayTable | undefined;
  /** The overlay of a table that has been written to. */
  find(next: Send, target: Target, name: string): Promise<OverlayTable | undefined>;
}

/** An overlay that keeps its images in a store, which several may share and whoever opened it closes. */
export function createOverlay(store: ImageStore = imageStore()): Overlay {
  const describe = createDescribe();
  const tables = new Map<string, OverlayTable>();
  const opened = new Map<string, OverlayTable>();
  const usages = new Map<string, Usage & { table: string; region: string }>();
  const notes = new Set<string>();
  const unread = unreadKeys();
  let generation = 0;

  const nameOf = ({ endpoint = '', region }: Target, name: string) => `${region} ${name} ${endpoint}`;

  async function identify(next: Send, target: Target, name: string) {
    const info = await describe(next, name);
    return { info, id: nameOf(target, info.arn ?? info.name) };
  }

  function usageOf(region: string, name: string): Usage {
    const table = plainName(name);
    const id = `${region}/${table}`;
    let usage = usages.get(id);
    if (!usage) {
      usage = { table, region, operations: 0, failed: 0, writeUnits: 0, indexes: Object.create(null), readUnits: 0 };
      usages.set(id, usage);
    }
    return usage;
  }

  return {
    locks: keyLock(),
    cursors: scanCursors(),
    unread,
    get notes() {
      return [...notes];
    },
    get generation() {
      return generation;
    },
    advance: () => void generation++,
    note: (sentence) => void notes.add(sentence),
    usage: usageOf,
    async open(next, target, name) {
      const { info, id } = await needed(identify(next, target, name), 'DescribeTable', name);
      let table = tables.get(id);
      if (!table) {
        table = overlayTable(info, target.region, store, tables.size);
        tables.set(id, table);
      }
      opened.set(nameOf(target, name), table);
      return table;
    },
    opened: (target, name) => opened.get(nameOf(target, name)),
    async find(next, target, name) {
      const known = opened.get(nameOf(target, name));
      if (known || tables.size === 0) return known;
      // A table that cannot be described has not been written to either.
      const identified = await identify(next, target, name).catch(() => undefined);
      return identified && tables.get(identified.id);
    },
    settle: unread.settle,
    *changes() {
      for (const table of tables.values()) yield* table.changes();
    },
    summary() {
      return [...usages.values()].map((usage) => {
        const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
        for (const { info, region, counts: some } of tables.values()) {
          if (info.name !== usage.table || region !== usage.region) continue;
          for (const kind of Object.keys(counts) as ChangeKind[]) counts[kind] += some[kind];
        }
        return { ...usage, indexes: { ...usage.indexes }, ...counts };
      });
    },
  };
}
