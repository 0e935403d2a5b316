import type { Item } from '@dynamodb-migrate/expressions';
import { partsOf, tablesOf } from '../send/operations';
import type { Wire } from '../send/send';
import type { Door } from './door';
import type { OverlayTable } from './overlay-table';

/** The items of one table among those that an operation writes: what is put, or the keys. */
export interface Targets {
  name: string;
  items: (Item | undefined)[];
}

/** Targets in their table's overlay. */
export interface Part {
  name: string;
  table: OverlayTable;
  /** Undefined where an item lacks key attributes. */
  ids: (string | undefined)[];
}

/** What a write operation is on, table by table; a transaction's checks too, which need their items' images. */
export function targetsOf(operation: string, input: Wire): Targets[] {
  const parts = partsOf(operation, input);
  const names = new Set([...parts.map(({ table }) => table), ...tablesOf(input)]);
  return [...names].map((name) => ({
    name,
    items: parts.flatMap((part) => (part.table === name ? [part.kind === 'put' ? part.item : part.key] : [])),
  }));
}

const entrance = 'entrance';

/** Finds the tables of a write and carries it out with its keys locked; writes come to the locks in the order made. */
export async function takeTurn<T>(door: Door, targets: Targets[], write: (parts: Part[]) => Promise<T>): Promise<T> {
  const { overlay, next, target } = door;
  // In an object, so that the next one waits only until this one has joined the queues of its keys.
  const { written } = await overlay.locks.run([entrance], async () => {
    const parts = await Promise.all(
      targets.map(async ({ name, items }) => {
        const table = await overlay.open(next, target, name);
        return { name, table, ids: items.map((item) => table.idOf(item)) };
      }),
    );
    const known = parts.flatMap(({ table, ids }) => ids.flatMap((id) => (id === undefined ? [] : [table.lockId(id)])));
    return { written: overlay.locks.run(known, () => write(parts)) };
  });
  return written;
}
