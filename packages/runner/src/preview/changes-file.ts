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

/** Characters that are written at a time. */
const part = 2 ** 16;

/** Writes the records that a preview changed into the folder of its run, one a line, and gives the first ten. */
export async function writeChanges(folder: string, overlay: Overlay, mask: Mask | undefined): Promise<ChangesFile> {
  const file: ChangesFile = { path: path.join(folder, 'changes.ndjson'), count: 0, first: [] };
  async function* parts() {
    let lines = '';
    for (const change of overlay.changes()) {
      if (change.kind === 'unchanged') continue;
      const told = recordChange(change, mask);
      if (file.first.length < shown) file.first.push(told);
      file.count++;
      lines += `${JSON.stringify(told)}\n`;
      if (lines.length < part) continue;
      yield lines;
      lines = '';
    }
    yield lines;
  }
  await writePartsAtomically(file.path, parts()).catch((cause) => {
    throw new MigrateError('STATE_UNWRITABLE', `cannot write ${file.path}: ${(cause as Error).message}`, { cause });
  });
  return file;
}

/** The changes that a file holds. */
export async function* readChanges({ path }: Pick<ChangesFile, 'path'>): AsyncGenerator<RecordChange> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line);
}

function recordChange({ table, region, key, kind, record, differing }: Change, mask: Mask | undefined): RecordChange {
  const keyPaths = Object.keys(key).map((name) => formatPath([name]));
  const { before, after } = differing;
  const attributes = diffItems(before, after).filter(({ path }) => !keyPaths.includes(path));
  return {
    ...{ table, region, key: mask?.item(key) ?? key, kind },
    ...(record !== undefined && { record }),
    attributes: mask?.changes(attributes) ?? attributes,
  };
}
