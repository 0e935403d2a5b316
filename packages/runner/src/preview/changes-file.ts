import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  type AttributeChange,
  type Change,
  diffItems,
  formatPath,
  type Item,
  type Mask,
  MigrateError,
  type Overlay,
  writePartsAtomically,
} from '@dynamodb-migrate/core';

/** A record that was added, changed or removed, as a line of `changes.ndjson` holds it. */
export interface RecordChange {
  table: string;
  region: string;
  key: Item;
  kind: Change['kind'];
  /** Name of the record on whose behalf it was first written. */
  record?: string;
  attributes: AttributeChange[];
}

export interface ChangesFile {
  path: string;
  count: number;
  first: RecordChange[];
}

const shown = 10;

/** Writes the records that a preview changed into the folder of its run, one a line, and gives the first ten. */
export async function writeChanges(folder: string, overlay: Overlay, mask: Mask | undefined): Promise<ChangesFile> {
  const file: ChangesFile = { path: path.join(folder, 'changes.ndjson'), count: 0, first: [] };
  async function* lines() {
    for await (const change of overlay.changes()) {
      if (change.kind === 'unchanged') continue;
      const told = recordChange(change, mask);
      if (file.first.length < shown) file.first.push(told);
      file.count++;
      yield `${JSON.stringify(told)}\n`;
    }
  }
  await writePartsAtomically(file.path, lines()).catch((cause) => {
    throw new MigrateError('STATE_UNWRITABLE', `cannot write ${file.path}: ${(cause as Error).message}`, { cause });
  });
  return file;
}

/** The changes that a file holds. */
export async function* readChanges({ path }: Pick<ChangesFile, 'path'>): AsyncGenerator<RecordChange> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line);
}

function recordChange({ before, after, key, ...rest }: Change, mask: Mask | undefined): RecordChange {
  const keyPaths = Object.keys(key).map((name) => formatPath([name]));
  const attributes = diffItems(before, after).filter(({ path }) => !keyPaths.includes(path));
  return { ...rest, key: mask?.item(key) ?? key, attributes: mask?.changes(attributes) ?? attributes };
}
