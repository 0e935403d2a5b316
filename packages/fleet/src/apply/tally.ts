import {
  afterImage,
  createDescribe,
  equalItems,
  fateOf,
  type Image,
  type Item,
  itemWrites,
  keyId,
  keyOf,
  type Layer,
  type Wire,
  type Write,
  writesOf,
} from '@dynamodb-migrate/core';

/** Items by what has become of them, and how often items were written. */
export interface Written {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  writes: number;
}

export interface Tally {
  /** Counts the writes that pass; its place is beneath the journal, which asks for the images before them. */
  layer: Layer;
  /** Counts one write; `before` is undefined where it is not known. */
  add(write: Write, key: Item, before: Image | undefined): void;
  readonly counts: Written;
  /** Writes whose image before or whose fate is not known: what became of their items is not in the counts. */
  readonly unclear: number;
}

type Kind = Exclude<keyof Written, 'writes'>;

interface Standing {
  existed: boolean;
  kind: Kind;
  differs: boolean;
}

/** Counts what a script does to items; of each it keeps the text of its key. */
export function createTally(onWrite: (tally: Tally) => void = () => {}): Tally {
  const standings = new Map<string, Standing>();
  const counts: Written = { added: 0, changed: 0, removed: 0, unchanged: 0, writes: 0 };
  const describe = createDescribe();
  let unclear = 0;

  function add(write: Write, key: Item, before: Image | undefined): void {
    counts.writes++;
    const after = before === undefined ? undefined : afterImage(write, before)?.after;
    if (before === undefined || after === undefined) {
      unclear++;
      return;
    }
    const id = `${write.table} ${keyId(key)}`;
    const known = standings.get(id);
    if (known) counts[known.kind]--;
    const existed = known?.existed ?? before !== null;
    const differs = (known?.differs ?? false) || !equalItems(before ?? undefined, after ?? undefined);
    const kind = kindOf(existed, after !== null, differs);
    counts[kind]++;
    standings.set(id, { existed, kind, differs });
  }

  const tally: Tally = {
    layer: (next) => async (operation, input, options) => {
      if (!itemWrites.has(operation)) return next(operation, input, options);
      const output = await next(operation, input, options).catch((error) => {
        if (fateOf(error) === 'unknown') unclear++;
        throw error;
      });
      const left = new Set(writesOf('BatchWriteItem', { RequestItems: output.UnprocessedItems }).map(identity));
      for (const write of writesOf(operation, input)) {
        if (left.has(identity(write))) continue;
        const key = write.kind === 'put' ? keyOf(write.item, (await describe(next, write.table)).keys) : write.key;
        add(write, key!, imageBefore(operation, input, output));
      }
      onWrite(tally);
      return output;
    },
    add,
    counts,
    get unclear() {
      return unclear;
    },
  };
  return tally;
}

function kindOf(existed: boolean, exists: boolean, differs: boolean): Kind {
  if (existed && exists) return differs ? 'changed' : 'unchanged';
  if (existed) return 'removed';
  return exists ? 'added' : 'unchanged';
}

function imageBefore(operation: string, input: Wire, output: Wire): Image | undefined {
  const single = operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem';
  return single && input.ReturnValues === 'ALL_OLD' ? (output.Attributes ?? null) : undefined;
}

function identity(write: Write): string {
  return JSON.stringify([write.table, write.kind === 'put' ? write.item : write.key]);
}
