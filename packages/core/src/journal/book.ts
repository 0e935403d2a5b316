import { currentRecord, recordName } from '../engine/record-scope';
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
    async intend(operation, input, { region, endpoint }, touched) {
      const scope = currentRecord();
      const { page, index } = scope ?? {};
      const of = page && { name: recordName(scope!), segment: page.segment, ordinal: page.first + index! };
      seq++;
      const at = new Date().toISOString();
      const intent: Intent = { seq, at, operation, input, region, endpoint, touched, record: of };
      await log.append(`${JSON.stringify(intent)}\n`);
      return intent;
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
  return from && JSON.stringify(known) === JSON.stringify(before) ? { asKnown: true } : { before };
}
