import { type KeyLock, keyLock } from '../send/key-lock';
import type { Send, Target } from '../send/send';
import { createDescribe } from '../tables/describe';
import { plainName } from '../tables/table-name';
import type { Change, ChangeKind } from './change';
import { needed } from './needed';
import { type OverlayTable, openOverlayTable } from './overlay-table';
import { type ScanCursors, scanCursors } from './scan-cursors';

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
  readUnits: number;
}

/** Writes that were held back, laid over the real tables. Outlives the runs that are previewed on top of each other. */
export interface Overlay {
  /** What could not be shown exactly, each sentence once. */
  readonly notes: readonly string[];
  /** The first and the last image of every key that was written, in the order they were first written. */
  changes(): AsyncIterable<Change>;
  summary(): TableSummary[];
  /** Starts a new generation: keys added so far are seen by every scan from now on. */
  advance(): void;

  /** For the layer: */
  readonly scratch: Send;
  readonly locks: KeyLock;
  readonly cursors: ScanCursors;
  readonly generation: number;
  note(sentence: string): void;
  usage(region: string, table: string): Usage;
  /** The overlay of a table, made when missing. */
  open(next: Send, target: Target, name: string): Promise<OverlayTable>;
  /** The overlay of a table that has been written to. */
  find(next: Send, target: Target, name: string): Promise<OverlayTable | undefined>;
}

/**
 * An overlay whose images lie in `scratch`, a door to an engine of its own. Of each touched key only its text and a few
 * numbers are kept in memory.
 */
export function createOverlay({ scratch }: { scratch: Send }): Overlay {
  const describe = createDescribe();
  const opening = new Map<string, Promise<OverlayTable>>();
  const tables: OverlayTable[] = [];
  const usages = new Map<string, Usage & { table: string; region: string }>();
  const notes = new Set<string>();
  let generation = 0;

  async function identify(next: Send, target: Target, name: string) {
    const info = await describe(next, name);
    return { info, id: JSON.stringify([target.endpoint, target.region, info.arn ?? info.name]) };
  }

  function usageOf(region: string, name: string): Usage {
    const table = plainName(name);
    const id = `${region}/${table}`;
    const usage = usages.get(id) ?? { table, region, operations: 0, failed: 0, writeUnits: 0, readUnits: 0 };
    usages.set(id, usage);
    return usage;
  }

  return {
    scratch,
    locks: keyLock(),
    cursors: scanCursors(),
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
      let table = opening.get(id);
      if (!table) {
        table = openOverlayTable(scratch, info, target.region);
        opening.set(id, table);
        table.then(
          (opened) => tables.push(opened),
          () => opening.delete(id),
        );
      }
      return table;
    },
    async find(next, target, name) {
      if (opening.size === 0) return undefined;
      // A table that cannot be described has not been written to either.
      const identified = await identify(next, target, name).catch(() => undefined);
      return identified && opening.get(identified.id);
    },
    async *changes() {
      for (const table of [...tables]) yield* table.changes();
    },
    summary() {
      return [...usages.values()].map((usage) => {
        const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
        for (const { info, region, counts: some } of tables) {
          if (info.name !== usage.table || region !== usage.region) continue;
          for (const kind of Object.keys(counts) as ChangeKind[]) counts[kind] += some[kind];
        }
        return { ...usage, ...counts };
      });
    },
  };
}
