import { MigrateError } from '../error';
import { isRunsAgain } from '../guard/attempt';
import type { InFlight } from '../send/in-flight';
import { isRead } from '../send/operations';
import type { Page, Source } from '../source/source';
import { type Failure, failureOf } from './failure';
import { forEach } from './for-each';
import type { Positions } from './positions';
import { currentRecord, inRecord, type RecordScope, recordName, release } from './record-scope';
import { isSystemic } from './systemic';
import type { Unsent, UnsentRequest } from './unsent';
import { whenStuck } from './when-stuck';

export interface RunOptions {
  source: Source;
  /** Handles one record; a promise keeps the record's place until it settles. */
  migrate: (record: unknown, scope: RecordScope) => undefined | PromiseLike<unknown>;
  /** Runs once after the last record, when every operation has settled and nothing failed. */
  finish?: () => undefined | PromiseLike<unknown>;
  /** Records in flight at most. @default 1 */
  concurrency?: number;
  /** The door's count: no record starts while more than 5 × concurrency operations are under way. */
  operations?: InFlight;
  /** Requests that the script has to send: a write that it never sends fails the run. */
  unsent?: Unsent;
  /** Called for each read that the script never sends. */
  onUnsentRead?: (request: UnsentRequest) => void;
  /** What each record waits for before it starts; undefined when it need not wait. */
  pause?: () => undefined | Promise<void>;
  /** Follows how far each segment has come. */
  positions?: Positions;
  /** Records that may fail before the run stops; errors that would meet every record stop it at once. @default 0 */
  maxErrors?: number;
  /** Called once for each record that failed, when `maxErrors` lets the run go on past it or not. */
  onFailedRecord?: (scope: RecordScope, failure: Failure) => void;
  /** Called when nothing is under way for a record any more; again when more came and ended. */
  onSettledRecord?: (scope: RecordScope) => void;
  /**
   * Whether the run ends only when `drained` was called behind `finish`, since scripts may write from timers and sockets
   * that nobody knows of. A run that fails or is stopped waits for a second at most. @default false
   */
  untilDrained?: boolean;
  /** Called when the records are done, and `untilDrained` keeps the run. */
  onLeftAlone?: () => void;
  /** Called when `untilDrained` has kept the run for two seconds. */
  onLingering?: () => void;
}

export type RunState = 'created' | 'running' | 'succeeded' | 'failed' | 'interrupted';

export interface RunResult {
  state: RunState;
  /** Records handled without an error. */
  records: number;
  /** What went wrong, in the order in which it did; the first 100. */
  failures: Failure[];
  /** How many things went wrong. */
  errors: number;
  /** Why the run was stopped from outside. */
  stoppedBy?: string;
  /** Whether `finish` said that it was done; false when it never did. */
  finished: boolean;
}

export interface Run {
  /** Handles every record, then finishes. Never rejects: what went wrong is in the result. */
  start(): Promise<RunResult>;
  /** Starts no further record, and ends as interrupted once all in flight has settled. */
  stop(reason: string): void;
  /** Counts an error from outside of a record's own callback, such as one thrown in a later tick. */
  fail(error: unknown): void;
  /**
   * To be told when the process ends with an exit code: the run ends with it. Gives what it came to, or undefined where
   * records or operations are left.
   */
  exit(code: number): RunResult | undefined;
  /** To be told when nothing keeps the process alive: records still waiting have then never called back. */
  drained(): void;
  readonly state: RunState;
  readonly records: number;
  readonly errors: number;
  /** Records in flight. */
  readonly active: ReadonlySet<RecordScope>;
}

const kept = 100;

/** Milliseconds that a run which fails or is stopped waits for what its script left behind. */
const grace = 1000;

/** Milliseconds that a stopped run waits for records while nothing happens. */
const patience = 20_000;

/** A run over the records of a source: created → running → succeeded, failed or interrupted. */
export function createRun(options: RunOptions): Run {
  const { source, migrate, finish, concurrency = 1, operations, unsent, positions, maxErrors = 0 } = options;
  const { untilDrained = false } = options;
  const active = new Set<RecordScope>();
  const failures: Failure[] = [];
  let state: RunState = 'created';
  let records = 0;
  let errors = 0;
  let failedRecords = 0;
  /** The messages of what failed, for each record and for the run itself. */
  const told = new WeakMap<object, Set<string>>();
  const everything = {};
  let stopping = false;
  let stoppedBy: string | undefined;
  let handled = false;
  let finishing = false;
  let finished = false;
  let giveUp: (() => void) | undefined;
  let leave: (() => void) | undefined;

  const messagesOf = (of: object = everything) => {
    const messages = told.get(of) ?? new Set<string>();
    told.set(of, messages);
    return messages;
  };

  const fail = (error: unknown, record = currentRecord(), operation?: string) => {
    // The guard hands the record to the script once more.
    if (isRunsAgain(error)) return;
    const failure = failureOf(error, record, operation);
    // The script often hands on the very error that the door has reported.
    const messages = messagesOf(record);
    if (messages.has(failure.message)) return;
    messages.add(failure.message);
    errors++;
    if (failures.length < kept) failures.push(failure);
    if (!record || isSystemic(error)) stopping = true;
    if (!record || record.failed) return;
    record.failed = true;
    failedRecords++;
    if (failedRecords > maxErrors) stopping = true;
    options.onFailedRecord?.(record, failure);
  };
  operations?.report(({ error, record, operation, table }) =>
    fail(error, record, table ? `${operation} on ${table}` : operation),
  );

  unsent?.report((request) => {
    const { operation, record, during } = request;
    // What failed on the way had no occasion to send it.
    if (record?.failed) return;
    if (isRead(operation)) options.onUnsentRead?.(request);
    else fail(neverSent(request), record, during);
  });

  const ending = () => stopping || stoppedBy !== undefined;

  // A record that failed is to be seen again on resume, unless the run was told to go on past it.
  const onSettled = (scope: RecordScope) => {
    if (scope.failed && maxErrors === 0) return;
    positions?.settled(scope);
    options.onSettledRecord?.(scope);
  };

  const settled = async () => {
    if (!operations) return;
    do {
      await operations.atMost(0);
      // The callback of the last operation may start another one.
      await new Promise((resolve) => setImmediate(resolve));
    } while (operations.count() > 0);
  };

  const lingered = async () => {
    if (!untilDrained) return;
    options.onLeftAlone?.();
    const notice = setTimeout(() => options.onLingering?.(), 2 * grace).unref();
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    if (ending()) hurry();
    await left;
    clearTimeout(notice);
    await settled();
  };

  const hurry = () => {
    setTimeout(() => leave?.(), grace).unref();
  };

  const neverCalledBack = () => {
    for (const scope of active) {
      if (scope.failed) continue;
      const error = new MigrateError('NEVER_CALLED_BACK', `the script never called back for ${recordName(scope)}`, {
        hint: 'Call callback() on every path through the script, also after a catch.',
      });
      fail(error, undefined);
    }
    giveUp?.();
  };

  const handle = (page: Page, index: number): undefined | PromiseLike<unknown> => {
    const record = page.records.at(index);
    const scope: RecordScope = { source, page, index, record, open: 1, failed: false, onSettled };
    positions?.started(scope);
    try {
      const pending = operations || unsent ? inRecord(scope, () => migrate(record, scope)) : migrate(record, scope);
      if (pending === undefined) {
        records++;
        release(scope);
        return undefined;
      }
      active.add(scope);
      return pending.then(
        () => {
          active.delete(scope);
          records++;
          release(scope);
        },
        (error) => {
          active.delete(scope);
          fail(error, scope);
          release(scope);
        },
      );
    } catch (error) {
      fail(error, scope);
      release(scope);
      return undefined;
    }
  };

  const start = async (): Promise<RunResult> => {
    state = 'running';
    const abandoned = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const most = 5 * concurrency;
    const gate = (): undefined | Promise<void> =>
      options.pause?.() ?? (operations && operations.count() > most ? operations.atMost(most) : undefined);
    try {
      await Promise.race([
        forEach(source, handle, { concurrency, ending, gate, onPassed: positions?.passed }),
        abandoned,
      ]);
    } catch (error) {
      fail(error, undefined);
    }
    await settled();
    handled = true;
    if (!ending()) {
      finishing = true;
      if (unsent) unsent.during = 'finish';
      try {
        await Promise.race([Promise.resolve(finish?.()).then(() => (finished = true)), abandoned]);
      } catch (error) {
        fail(error, undefined, 'finish');
      }
      await settled();
    }
    await lingered();
    // What a run that ends early leaves unsent is made again when it is gone on with.
    if (!ending()) unsent?.giveUp();
    return end();
  };

  const end = (): RunResult => {
    state = errors > 0 ? 'failed' : stoppedBy === undefined ? 'succeeded' : 'interrupted';
    return { state, records, failures, errors, finished, ...(stoppedBy !== undefined && { stoppedBy }) };
  };

  return {
    start,
    stop(reason) {
      if (stoppedBy !== undefined) return;
      stoppedBy = reason;
      if (leave) hurry();
      const mark = () => `${active.size} ${records} ${errors}`;
      const busy = () => (operations?.count() ?? 0) > 0;
      whenStuck({ mark, busy, over: () => state !== 'running' }, patience, neverCalledBack);
    },
    fail: (error) => fail(error),
    exit(code) {
      if (state !== 'running' || !handled || active.size > 0 || (operations?.count() ?? 0) > 0) return undefined;
      if (!ending()) unsent?.giveUp();
      if (unsent && unsent.count() > 0) return undefined;
      if (code !== 0 && errors === 0 && stoppedBy === undefined) fail(exited(code), undefined);
      finished = true;
      return end();
    },
    drained() {
      if (state !== 'running' || (operations?.count() ?? 0) > 0) return;
      // The run has things to do behind this, and the process would end before them.
      if (leave) setImmediate(leave);
      else if (active.size > 0) neverCalledBack();
      else if (finishing) giveUp?.();
    },
    get state() {
      return state;
    },
    get records() {
      return records;
    },
    get errors() {
      return errors;
    },
    active,
  };
}

function neverSent({ operation, table }: UnsentRequest): MigrateError {
  const what = table ? `${operation} on ${table}` : operation;
  return new MigrateError('NEVER_SENT', `${what} was made and never sent, so it wrote nothing`, {
    hint: 'Send it: with .promise(), which can be awaited, with .send(), or by giving it a callback.',
  });
}

function exited(code: number): MigrateError {
  return new MigrateError('EXITED', `the script ended its process with exit code ${code}`);
}
