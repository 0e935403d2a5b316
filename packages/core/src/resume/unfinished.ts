import path from 'node:path';
import type { AfterImage } from '../journal/after-image';
import type { JournalEntry, Outcome, Settled } from '../journal/entry';
import { itemId, sameImage } from '../journal/item-id';
import { readImages } from '../journal/read-images';
import { readJournal } from '../journal/read-journal';
import { changesOf } from '../rollback/change';
import type { Connect, Target } from '../send/send';
import type { Position } from '../source/scan';

/** A record that had written something when the run was stopped, but may have had more to do. */
export interface Unfinished {
  /** As messages name it. */
  name: string;
  /** Its writes that the table holds, in their order. */
  entries: JournalEntry[];
  /** Where the scan met it. */
  place?: Place;
  /** Set when it cannot be told whether a write of it was applied. */
  unclear?: string;
}

/** A record's segment, and its ordinal there. */
interface Place {
  segment: number;
  ordinal: number;
}

export interface Standing {
  /** Names of records that are done. */
  done: ReadonlySet<string>;
  /** How many of these the scan has not come past by its checkpoint. */
  beyond: number;
  unfinished: ReadonlyMap<string, Unfinished>;
}

/** What a run's journal says of its records, beyond what its checkpoint says. Holds what was under way at a time. */
export async function readStanding(folder: string, from: ReadonlyMap<number, Position>): Promise<Standing> {
  const done = new Set<string>();
  const beyond = new Set<string>();
  const unfinished = new Map<string, Unfinished>();
  const isBehind = ({ segment, ordinal }: Place) => ordinal <= (from.get(segment)?.records ?? 0);
  const onSettled = ({ settled, segment, ordinal }: Settled) => {
    // One that was handed over again has the place where the scan met it first.
    const place = segment >= 0 ? { segment, ordinal } : unfinished.get(settled)?.place;
    unfinished.delete(settled);
    // The checkpoint is past the others.
    if (segment >= 0 && isBehind({ segment, ordinal })) return;
    done.add(settled);
    if (place && !isBehind(place)) beyond.add(settled);
  };
  for await (const entry of readJournal(path.join(folder, 'journal'), { onSettled })) {
    const { record, outcome } = entry;
    if (!record || outcome?.result === 'refused') continue;
    const known: Unfinished = unfinished.get(record.name) ?? { name: record.name, entries: [] };
    known.entries.push(entry);
    if (record.segment >= 0) known.place ??= { segment: record.segment, ordinal: record.ordinal };
    unfinished.set(record.name, known);
  }
  for (const { entries } of unfinished.values()) entries.sort((a, b) => a.seq - b.seq);
  return { done, beyond: beyond.size, unfinished };
}

export interface SettleOptions {
  connect: Connect;
  /** Adds credentials to where the journal says that the run wrote to. */
  target?: (written: { region: string; endpoint?: string }) => Target;
  afterImage: AfterImage;
  /** Keeps what was found out. */
  settle: (outcome: Outcome) => Promise<void>;
}

/**
 * Finds out whether the writes of unknown fate were applied, by comparing each item with its image before and with what
 * the write makes of that. Where neither matches, the record is marked as unclear.
 */
export async function settleFates(unfinished: Iterable<Unfinished>, options: SettleOptions): Promise<void> {
  for (const record of unfinished) {
    const settled: JournalEntry[] = [];
    for (const entry of record.entries) {
      const outcome = entry.outcome?.result === 'done' ? entry.outcome : await lookAt(entry, record, options);
      if (outcome?.result === 'done') settled.push({ ...entry, outcome });
    }
    record.entries = settled;
  }
}

async function lookAt(entry: JournalEntry, record: Unfinished, options: SettleOptions): Promise<Outcome | undefined> {
  const { connect, target = (written) => written, afterImage, settle } = options;
  const changes = changesOf({ ...entry, outcome: undefined }) ?? [];
  const send = connect(target(entry));
  const verdicts = new Set<'applied' | 'not applied' | 'unclear'>();
  // Later writes of the run to the same item have changed it again.
  const overwritten = new Set<string>();
  for (const later of record.entries) {
    if (later.seq > entry.seq) for (const { table, key } of later.touched) overwritten.add(itemId(entry, table, key));
  }
  for (const { table, key, before, write } of changes) {
    const [now = null] = await readImages(send, [{ table, key }], {});
    const put = write.kind === 'put' ? write.item : write.kind === 'delete' ? null : undefined;
    const effect = before === undefined ? undefined : await afterImage(write, before);
    const after = effect ? effect.after : put;
    if (overwritten.has(itemId(entry, table, key))) verdicts.add('unclear');
    else if (after !== undefined && sameImage(now, after)) verdicts.add('applied');
    else if (before !== undefined && sameImage(now, before)) verdicts.add('not applied');
    else verdicts.add(before === undefined && put !== undefined ? 'not applied' : 'unclear');
  }
  const [verdict = 'unclear', other] = verdicts;
  if (verdict === 'unclear' || other !== undefined) {
    record.unclear = `it cannot be told whether its ${entry.operation} was applied: the item has changed since`;
    return undefined;
  }
  const [only] = changes;
  const outcome: Outcome = { of: entry.seq, result: verdict === 'applied' ? 'done' : 'refused' };
  if (changes.length === 1 && only!.before !== undefined) outcome.before = only!.before;
  await settle(outcome);
  return outcome;
}
