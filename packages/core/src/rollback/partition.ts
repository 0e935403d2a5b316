import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { itemId } from '../journal/item-id';
import type { Change } from './change';

/** The changes of some items, by item. */
export type ChangesByItem = Map<string, Change[]>;

/**
 * Groups changes by item, in parts that each fit into memory: all changes of an item are in one part. With more than one
 * part they pass through files in a folder of their own in `dir`, readable by the owner only and removed at the end.
 */
export async function* partition(
  changes: AsyncIterable<Change>,
  parts: number,
  dir: string,
): AsyncGenerator<ChangesByItem> {
  if (parts === 1) {
    yield await group(changes);
    return;
  }
  const folder = await mkdtemp(path.join(dir, 'rollback-'));
  try {
    await spread(changes, parts, folder);
    for (let part = 0; part < parts; part++) yield await group(readPart(path.join(folder, String(part))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function group(changes: AsyncIterable<Change>): Promise<ChangesByItem> {
  const items: ChangesByItem = new Map();
  for await (const change of changes) {
    const id = itemId(change, change.table, change.key);
    const known = items.get(id);
    if (known) known.push(change);
    else items.set(id, [change]);
  }
  return items;
}

const bufferSize = 2 ** 16;

async function spread(changes: AsyncIterable<Change>, parts: number, folder: string): Promise<void> {
  const files = await Promise.all(
    Array.from({ length: parts }, (_, part) => open(path.join(folder, String(part)), 'ax', 0o600)),
  );
  const buffers = files.map(() => '');
  try {
    for await (const change of changes) {
      const part = crc32(itemId(change, change.table, change.key)) % parts;
      buffers[part] += `${JSON.stringify(change)}\n`;
      if (buffers[part]!.length < bufferSize) continue;
      await files[part]!.appendFile(buffers[part]!);
      buffers[part] = '';
    }
    for (const [part, file] of files.entries()) await file.appendFile(buffers[part]!);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

async function* readPart(file: string): AsyncGenerator<Change> {
  const text = await readFile(file, 'utf8');
  for (const line of text.split('\n')) if (line) yield JSON.parse(line);
}
