import { currentRecord, type RecordScope, release } from '../engine/record-scope';
import { isDeclined } from './declined';
import { isFromJournal } from './from-journal';
import { isItemOperation, tablesOf } from './operations';
import type { Layer, Wire } from './send';

/** An operation on items that failed, and the record on whose behalf it was made. */
export interface FailedOperation {
  operation: string;
  /** Several by comma; empty where there is none. */
  table: string;
  error: Error;
  record: RecordScope | undefined;
}

/** Counts what passes a door. */
export interface InFlight {
  layer: Layer;
  /** Operations under way now. */
  count(): number;
  /** Resolves once at most `limit` operations are under way. */
  atMost(limit: number): Promise<void>;
  /** Operations on items that succeeded, by name; without those that were answered from the journal. */
  readonly succeeded: { [operation: string]: number };
  /** Conditional writes that DynamoDB declined: an answer to the script, not a failure. */
  declined: number;
  /** Has `to` called with each operation on items that failed for good, those of before included. */
  report(to: (failure: FailedOperation) => void): void;
}

/** Knows every operation under way, so that none is lost, hidden, or left behind when a run ends. */
export function inFlight(): InFlight {
  let count = 0;
  let early: FailedOperation[] = [];
  let onFailure = (failure: FailedOperation): void => {
    early.push(failure);
  };
  let waiting: { limit: number; resolve: () => void }[] = [];
  const ended = () => {
    count--;
    if (waiting.length === 0) return;
    const ready = waiting.filter(({ limit }) => count <= limit);
    if (ready.length === 0) return;
    waiting = waiting.filter(({ limit }) => count > limit);
    for (const { resolve } of ready) resolve();
  };
  const self: InFlight = {
    layer: (next) => (operation, input, options) => {
      count++;
      const record = currentRecord();
      if (record) record.open++;
      const end = () => {
        ended();
        if (record) release(record);
      };
      const succeed = (output: Wire) => {
        if (isItemOperation(operation) && !isFromJournal(output)) {
          self.succeeded[operation] = (self.succeeded[operation] ?? 0) + 1;
        }
        end();
        return output;
      };
      const fail = (error: Error): never => {
        try {
          if (isDeclined(error)) self.declined++;
          else if (isFailure(operation, error)) {
            onFailure({ operation, table: tablesOf(input).join(', '), error, record });
          }
          throw error;
        } finally {
          end();
        }
      };
      try {
        return next(operation, input, options).then(succeed, fail);
      } catch (error) {
        return Promise.reject(error).catch(fail);
      }
    },
    count: () => count,
    atMost: (limit) =>
      count <= limit ? Promise.resolve() : new Promise((resolve) => waiting.push({ limit, resolve })),
    succeeded: {},
    declined: 0,
    report(to) {
      onFailure = to;
      for (const failure of early) to(failure);
      early = [];
    },
  };
  return self;
}

function isFailure(operation: string, error: Error): boolean {
  if (error.name === 'AbortError') return false;
  return isItemOperation(operation) || error.name === 'MigrateError';
}
