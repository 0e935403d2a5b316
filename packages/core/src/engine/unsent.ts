import { MigrateError } from '../error';
import { currentRecord, type RecordScope, release } from './record-scope';

/** A request that was made and is for its maker to send. */
export interface UnsentRequest {
  operation: string;
  /** Several by comma; empty where there is none. */
  table: string;
  /** On whose behalf it was made. */
  record: RecordScope | undefined;
  /** What went on when it was made outside of a record. */
  during?: string | undefined;
}

/** What is to be told of such a request. */
export interface Handed {
  sent(): void;
  /** It has its answer, or was given up. */
  ended(): void;
}

/** Follows requests that are for their maker to send. Their records stay open until they have ended. */
export interface Unsent {
  /**
   * `holder` is what it takes to send it: once nobody has that any more, it never will be. Throws `TOO_MANY_UNSENT` where a
   * million wait to be sent.
   */
  handOut(holder: object, operation: string, table: string): Handed;
  /** Has `to` called with each request that nobody can send any more. */
  report(to: (request: UnsentRequest) => void): void;
  /** Reports all that are not sent by now, and follows them no more. */
  giveUp(): void;
  /** How many were handed out and have not ended. */
  count(): number;
  /** What goes on outside of records. */
  during: string | undefined;
}

// About 600 MB.
const most = 1_000_000;

export function createUnsent(): Unsent {
  const unsent = new Set<UnsentRequest>();
  let open = 0;
  let early: UnsentRequest[] = [];
  let tell = (request: UnsentRequest): void => {
    early.push(request);
  };

  const end = ({ record }: UnsentRequest) => {
    open--;
    if (record) release(record);
  };
  const lose = (request: UnsentRequest) => {
    if (!unsent.delete(request)) return;
    tell(request);
    end(request);
  };
  const collected = new FinalizationRegistry(lose);

  const self: Unsent = {
    handOut(holder, operation, table) {
      if (unsent.size >= most) throw tooMany(operation);
      const record = currentRecord();
      if (record) record.open++;
      open++;
      const request: UnsentRequest = { operation, table, record, during: record ? undefined : self.during };
      unsent.add(request);
      collected.register(holder, request, request);
      let over = false;
      const sent = () => {
        if (unsent.delete(request)) collected.unregister(request);
      };
      return {
        sent,
        ended() {
          if (over) return;
          over = true;
          sent();
          end(request);
        },
      };
    },
    report(to) {
      tell = to;
      for (const request of early) to(request);
      early = [];
    },
    giveUp() {
      for (const request of unsent) lose(request);
    },
    count: () => open,
    during: undefined,
  };
  return self;
}

function tooMany(operation: string): MigrateError {
  return new MigrateError(
    'TOO_MANY_UNSENT',
    `${operation} was made behind a million requests that have not been sent`,
    {
      hint: 'Send each: with .promise(), with .send(), or by giving it a callback.',
    },
  );
}
