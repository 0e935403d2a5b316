import path from 'node:path';
import { afterImage } from '../journal/after-image';
import type { Image, JournalEntry, Outcome, Settled } from '../journal/entry';
import { itemId, sameImage } from '../journal/item-id';
import { readImages } from '../journal/read-images';
import { readJournal } from '../journal/read-journal';
import { type Change, changesOf } from '../rollback/change';
import { leftByRun } from '../rollback/left-by-run';
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
      const outcome = entry.outcome?.result === 'done' ? entry.outcome : await lookAt(entry, record, settled, options);
      if (outcome?.result === 'done') settled.push({ ...entry, outcome });
    }
    record.entries = settled;
  }
}

async function lookAt(
  entry: JournalEntry,
  record: Unfinished,
  earlier: readonly JournalEntry[],
  { connect, target = (written) => written, settle }: SettleOptions,
): Promise<Outcome | undefined> {
  const changes = changesOf({ ...entry, outcome: undefined }) ?? [];
  const send = connect(target(entry));
  const later = record.entries.filter(({ seq }) => seq > entry.seq);
  const verdicts = new Set<Verdict>();
  let known: Image | undefined;
  for (const change of changes) {
    known = imageBefore(change, earlier);
    const [now = null] = await readImages(send, [change], {});
    verdicts.add(isTouched(change, later) ? 'a later write has changed the item' : judge(change, known, now));
  }
  const [verdict, other] = verdicts;
  if ((verdict !== 'applied' && verdict !== 'not applied') || other !== undefined) {
    const reason = [...verdicts].find((one) => one !== 'applied' && one !== 'not applied');
    const otherwise = verdicts.size > 1 ? 'only a part of it was' : 'it is no write of items';
    record.unclear = `it cannot be told whether its ${entry.operation} was applied: ${reason ?? otherwise}`;
    return undefined;
  }
  const outcome: Outcome = { of: entry.seq, result: verdict === 'applied' ? 'done' : 'refused' };
  if (changes.length === 1 && known !== undefined) outcome.before = known;
  await settle(outcome);
  return outcome;
}

type Verdict =
  | 'applied'
  | 'not applied'
  | 'a later write has changed the item'
  | 'the item has changed since'
  | 'the item before it is not known';

function judge({ write }: Change, before: Image | undefined, now: Image): Verdict {
  const put = write.kind === 'put' ? write.item : write.kind === 'delete' ? null : undefined;
  const effect = before === undefined ? undefined : afterImage(write, before);
  const after = effect ? effect.after : put;
  if (after !== undefined && sameImage(now, after)) return 'applied';
  if (before !== undefined) return sameImage(now, before) ? 'not applied' : 'the item has changed since';
  // An update leaves an item in any case.
  return put !== undefined || now === null ? 'not applied' : 'the item before it is not known';
}

/** What an item was before a write: what the record's writes before that left, else what the run knew. */
function imageBefore(change: Change, earlier: readonly JournalEntry[]) {
  const own = earlier.flatMap((entry) => changesOf(entry) ?? []).filter((one) => idOf(one) === idOf(change));
  if (own.length === 0) return change.before;
  const { possible } = leftByRun(own);
  return possible?.length === 1 ? possible[0] : undefined;
}

function isTouched(change: Change, entries: readonly JournalEntry[]): boolean {
  return entries.some((entry) => entry.touched.some(({ table, key }) => itemId(entry, table, key) === idOf(change)));
}

function idOf(change: Change): string {
  return itemId(change, change.table, change.key);
}
