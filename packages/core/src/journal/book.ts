import { currentRecord, journalName } from '../engine/record-scope';
import type { Target } from '../send/send';
import type { CommitLog } from './commit-log';
import type { Image, Outcome, Touched } from './entry';
import { fateOf } from './fate';
import { LostWrite } from './lost-write';

/** An intent as it is spelled: its members are JSON texts already, which may serve elsewhere too. */
export interface SpelledIntent {
  operation: string;
  input: string;
  /** A list. */
  touched: string;
}

/** Numbers what is written and keeps it in a log. */
export interface Book {
  /** `durable` resolves once the intent is on disk. */
  intend(intent: SpelledIntent, place: string): { seq: number; durable: Promise<void> };
  /** Resolves once the outcome is on disk. */
  record(outcome: Outcome): Promise<void>;
  /** The same for a write that was done, and brought the image that its intent holds. */
  recordAsKnown(of: number): Promise<void>;
  /** Records how a write failed, and gives the error to reject with. */
  fail(of: number, error: unknown): Promise<unknown>;
}

/** A book whose next number follows `seq`. */
export function createBook(log: CommitLog, seq: number): Book {
  const now = isoClock();
  const record = (outcome: Outcome) => log.append(`${JSON.stringify(outcome)}\n`);
  return {
    intend({ operation, input, touched }, place) {
      seq++;
      const what = `"operation":${JSON.stringify(operation)},"input":${input},${place},"touched":${touched}`;
      return { seq, durable: log.append(`{"seq":${seq},"at":"${now()}",${what}${onBehalf()}}\n`) };
    },
    record,
    recordAsKnown: (of) => log.append(`{"of":${of},"result":"done","asKnown":true}\n`),
    async fail(of, error) {
      if (log.failure) return log.failure;
      const lost = error instanceof LostWrite;
      const cause = lost ? error.cause : error;
      const { name, message } = cause as Error;
      await record({ of, result: lost ? 'unknown' : fateOf(cause), error: { name, message } });
      return cause;
    },
  };
}

/** How intents spell where their writes lead, as two members of theirs. */
export function spelledPlace({ region, endpoint }: Pick<Target, 'region' | 'endpoint'>): string {
  return JSON.stringify({ region, endpoint }).slice(1, -1);
}

/** How an intent spells an item that it touches; `before` is the text of the image that is known. */
export function spelledItem({ table, key, from }: Touched, before: string | undefined): string {
  const item = `{"table":${JSON.stringify(table)},"key":${JSON.stringify(key)}`;
  return before === undefined ? `${item}}` : `${item},"before":${before},"from":"${from}"}`;
}

/** How an outcome spells the image that came with an answer, given what its intent holds already. */
export function answeredImage({ from, before: known }: Touched, before: Image): Pick<Outcome, 'before' | 'asKnown'> {
  return from && isSame(known, before) ? { asKnown: true } : { before };
}

function onBehalf(): string {
  const scope = currentRecord();
  const page = scope?.page;
  if (!page) return '';
  const { segment, first } = page;
  const name = JSON.stringify(journalName(scope));
  return `,"record":{"name":${name},"segment":${segment},"ordinal":${first + scope.index}}`;
}

function isoClock(): () => string {
  let time = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== time) {
      time = now;
      text = new Date(now).toISOString();
    }
    return text;
  };
}

/** Whether two pieces of JSON are the same to the letter, but for the order of members. */
function isSame(a: any, b: any): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  let members = 0;
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isSame(a[name], b[name])) return false;
    members++;
  }
  return members === Object.keys(b).length;
}
