import path from 'node:path';
import { type Item, keyId } from '@dynamodb-migrate/expressions';
import type { JournalEntry } from '../journal/entry';
import { readJournal } from '../journal/read-journal';
import { runFolder } from '../runs/runs';
import { plainName } from '../tables/table-name';

/** An item of which a run undid what others had written since it was read. */
export interface OverwrittenItem {
  table: string;
  key: Item;
  /** Paths; none when others had deleted the item. */
  attributes: string[];
}

/** The items of an entry whose writes undid what others had written. */
export function overwrittenBy({ touched, outcome }: JournalEntry): OverwrittenItem[] {
  return Object.entries(outcome?.overwrote ?? {}).map(([index, attributes]) => {
    const { table, key } = touched[Number(index)]!;
    return { table, key, attributes };
  });
}

/** Picks the items of which a run undid what others had written. */
export async function onlyOverwritten(base: string, run: string): Promise<(table: string, key: Item) => boolean> {
  const ids = new Set<string>();
  for await (const entry of readJournal(path.join(runFolder(base, run), 'journal'))) {
    for (const { table, key } of overwrittenBy(entry)) ids.add(idOf(table, key));
  }
  return (table, key) => ids.has(idOf(table, key));
}

function idOf(table: string, key: Item): string {
  return `${plainName(table)} ${keyId(key)}`;
}
