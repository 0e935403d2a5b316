import { currentRecord, journalName, keptOf, type RecordScope } from '../engine/record-scope';
import { MigrateError } from '../error';
import { keyLock } from '../send/key-lock';
import { isRead, isSingleWrite, keyOfPart, type Write, writesOf } from '../send/operations';
import type { Layer, SendOptions, Target, Wire } from '../send/send';
import { createDescribe, type Describe } from '../tables/describe';
import { createBook, spelledPlace } from './book';
import { type CommitLogOptions, openCommitLog } from './commit-log';
import type { JournalledDoor, PlannedWrite } from './door';
import type { Outcome, Settled } from './entry';
import type { JournalExtent, KnownExtent } from './extent';
import { itemId } from './item-id';
import { journalEnd } from './journal-end';
import type { KnownImage } from './known-images';
import { createLeftImages } from './left-images';
import { neededReads } from './needed-reads';
import { writeMany } from './write-many';
import { writeOne } from './write-one';

export interface JournalOptions extends CommitLogOptions {
  /** @default one of its own */
  describe?: Describe;
  /** Names of the key of a table that need not be asked for. */
  keys?: { target: Pick<Target, 'region' | 'endpoint'>; table: string; names: readonly string[] };
  /** What the run knows of items before it writes to them; see `scannedImage`. @default nothing */
  known?: KnownImage;
  /** Told of each item of which a write undid what others had written since it was read, with the paths of that. */
  onOverwrote?: JournalledDoor['onOverwrote'];
  /** What the folder must hold, as far as that is known. */
  extent?: KnownExtent | undefined;
  /** Retries of a single write: those of the layer that retries, which the journal counts itself. @default 10 */
  retries?: number;
}

export interface Journal {
  /** Its place is outside of the layer that retries. */
  layer: Layer;
  /** Adds what has been found out about a write whose fate was unknown. */
  settle(outcome: Outcome): Promise<void>;
  /** Counts a record among those that wrote, though what it wrote did not come through the layer. */
  wrote(record: RecordScope): void;
  /**
   * Writes down, with the next commit, that a record is done; to be called when nothing is under way for it. Says nothing
   * of records that wrote nothing.
   */
  settled(record: RecordScope): void;
  /** How much of it is on disk. */
  extent(): JournalExtent;
  /** Resolves once every record that was settled so far is written down as such. */
  flush(): Promise<void>;
  /** Resolves once the writes that were let in before are through and its end is on disk; lets none in from now on. */
  close(): Promise<void>;
}

/**
 * Opens a journal in a folder, behind what that holds already. Its layer lets a write through once what is needed to
 * roll it back is on disk, and answers once its before-image is. Writes to one item wait for each other. Rejects with
 * `JOURNAL_FAILED`, as every write does from the first failure on.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { describe = createDescribe(), known = () => undefined, onOverwrote = () => {}, retries = 10 } = options;
  const { seq, ...end } = await journalEnd(options.dir, options.extent);
  const log = await openCommitLog(options, end);
  const book = createBook(log, seq);
  const locks = keyLock();
  const left = createLeftImages(log);
  let closing: Promise<void> | undefined;
  let entered = 0;
  let onEmpty: (() => void) | undefined;
  const leave = () => {
    entered--;
    if (entered === 0) onEmpty?.();
  };

  const layer: Layer = (next, target) => {
    const reads = neededReads(next);
    const keyNames = new Map<string, readonly string[]>();
    const { keys } = options;
    if (keys && keys.target.region === target.region && keys.target.endpoint === target.endpoint) {
      keyNames.set(keys.table, keys.names);
    }
    const learnKeys = async (table: string) => {
      const { keys } = await describe(reads, table);
      // Only once the writes that wait for them now have gone on, so that none is overtaken.
      setImmediate(() => keyNames.set(table, keys));
      return keys;
    };
    const keyOf = async (write: Write) => {
      const { kind, table } = write;
      return keyOfPart(write, keyNames.get(table) ?? (kind === 'put' ? await learnKeys(table) : undefined));
    };
    const door: JournalledDoor = {
      target,
      place: spelledPlace(target),
      next,
      reads,
      book,
      known,
      left,
      onOverwrote,
      retries,
      keyOf,
    };
    const send = (name: string, input: Wire, writes: PlannedWrite[], sendOptions: SendOptions) => {
      const ids = writes.map(({ id }) => id);
      const write = isSingleWrite(name) && writes.length === 1 ? writeOne : writeMany;
      return locks.run(ids, () => write(door, { name, input, writes }, sendOptions));
    };
    const write = (name: string, input: Wire, sendOptions: SendOptions) => {
      const record = currentRecord();
      if (record) keptOf(record, log).wrote = true;
      const writes = writesOf(name, input);
      const unknown = tablesOfPuts(writes).filter((table) => !keyNames.has(table));
      if (unknown.length === 0) return send(name, input, plan(writes, target, keyNames), sendOptions);
      return Promise.all(unknown.map(learnKeys)).then((learned) => {
        const names = new Map([...keyNames, ...learned.map((keys, i) => [unknown[i]!, keys] as const)]);
        return send(name, input, plan(writes, target, names), sendOptions);
      });
    };
    return (name, input, sendOptions = {}) => {
      if (isRead(name)) return next(name, input, sendOptions);
      const refusal = log.failure ?? (closing && isClosed(options.dir));
      if (refusal) return Promise.reject(refusal);
      const written = write(name, input, sendOptions);
      entered++;
      written.then(leave, leave);
      return written;
    };
  };

  // A write that was let in is let out before, with its outcome on disk.
  const close = async () => {
    if (entered > 0) {
      await new Promise<void>((resolve) => {
        onEmpty = resolve;
      });
    }
    await log.close();
  };

  return {
    layer,
    settle: book.record,
    wrote(record) {
      keptOf(record, log).wrote = true;
    },
    settled(record) {
      const { kept } = record;
      if (kept?.by !== log || !kept.wrote) return;
      kept.wrote = false;
      const { page, index } = record;
      const line: Settled = { settled: journalName(record), segment: page.segment, ordinal: page.first + index };
      log.note(`${JSON.stringify(line)}\n`);
    },
    extent: () => ({ frames: log.frames, ...(log.ended && { ended: true }) }),
    flush: log.flush,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function plan(writes: Write[], target: Target, keyNames: ReadonlyMap<string, readonly string[]>): PlannedWrite[] {
  const planned: PlannedWrite[] = [];
  for (const write of writes) {
    const { table } = write;
    // A write without a key is for DynamoDB to refuse.
    const key = keyOfPart(write, keyNames.get(table));
    if (key) planned.push({ write, item: { table, key }, id: itemId(target, table, key) });
  }
  return planned;
}

/** The tables whose key names it takes to tell the keys of what is put. */
function tablesOfPuts(writes: Write[]): string[] {
  const tables = new Set<string>();
  for (const write of writes) if (write.kind === 'put' && write.item) tables.add(write.table);
  return [...tables];
}

function isClosed(dir: string): MigrateError {
  return new MigrateError('JOURNAL_FAILED', `the journal in ${dir} is closed`, { hint: 'The run had ended before.' });
}
