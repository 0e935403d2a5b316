import { currentRecord, journalName } from '../engine/record-scope';
import type { Target, Wire } from '../send/send';
import type { CommitLog } from './commit-log';
import type { Image, Intent, Outcome, Touched } from './entry';
import { fateOf } from './fate';
import { LostWrite } from './lost-write';

/** Numbers what is written and keeps it in a log. */
export interface Book {
  /** Resolves once the intent is on disk. */
  intend(operation: string, input: Wire, target: Target, touched: Touched[]): Promise<Intent>;
  /** Resolves once the outcome is on disk. */
  record(outcome: Outcome): Promise<void>;
  /** Records how a write failed, and gives the error to reject with. */
  fail(intent: Intent, error: unknown): Promise<unknown>;
}

/** A book whose next number follows `seq`. */
export function createBook(log: CommitLog, seq: number): Book {
  const record = (outcome: Outcome) => log.append(`${JSON.stringify(outcome)}\n`);
  return {
    intend(operation, input, { region, endpoint }, touched) {
      const scope = currentRecord();
      const { page, index } = scope ?? {};
      const of = page && { name: journalName(scope!), segment: page.segment, ordinal: page.first + index! };
      seq++;
      const at = new Date().toISOString();
      const intent: Intent = { seq, at, operation, input, region, endpoint, touched, record: of };
      return log.append(`${JSON.stringify(intent)}\n`).then(() => intent);
    },
    record,
    async fail({ seq: of }, error) {
      if (log.failure) return log.failure;
      const lost = error instanceof LostWrite;
      const cause = lost ? error.cause : error;
      const { name, message } = cause as Error;
      await record({ of, result: lost ? 'unknown' : fateOf(cause), error: { name, message } });
      return cause;
    },
  };
}

/** How an outcome spells the image that came with an answer, given what its intent holds already. */
export function answeredImage({ from, before: known }: Touched, before: Image): Pick<Outcome, 'before' | 'asKnown'> {
  return from && isSame(known, before) ? { asKnown: true } : { before };
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
