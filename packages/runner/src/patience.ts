import type { AttemptFailure, Layer } from '@dynamodb-migrate/core';

/** Told of an operation that keeps failing and is being tried again. */
export type Patience = (failing: {
  operation: string;
  table: string | undefined;
  error: Error;
  /** Attempts made, of those that will be made at most. */
  attempts: number;
  most: number;
}) => void;

const patient = 4_000;

/** Sits above the retries and tells of operations that have been failing for more than four seconds. */
export function patience(tell: Patience, retries: number): Layer {
  return (next) => (operation, input, options) => {
    const since = Date.now();
    let last: AttemptFailure;
    let timer: NodeJS.Timeout | undefined;
    const most = (options?.retry?.max ?? retries) + 1;
    const tellLast = () =>
      tell({ operation, table: input.TableName, error: last.error, attempts: last.attempts, most });
    const onFailure = (failure: AttemptFailure) => {
      options?.retry?.onFailure?.(failure);
      if (!failure.retryable || failure.attempts >= most) return;
      last = failure;
      const left = since + patient - Date.now();
      if (left <= 0) return tellLast();
      if (timer) return;
      timer = setTimeout(tellLast, left).unref();
      const answered = () => clearTimeout(timer);
      answer.then(answered, answered);
    };
    const answer = next(operation, input, { ...options, retry: { ...options?.retry, onFailure } });
    return answer;
  };
}

/** A patience that prints a line every five seconds at most. */
export function impatientLine(print: (line: string) => void): Patience {
  let last = Number.NEGATIVE_INFINITY;
  return ({ operation, table, error, attempts, most }) => {
    if (Date.now() - last < 5_000) return;
    last = Date.now();
    const what = table ? `${operation} on ${table}` : operation;
    print(`${what} keeps failing and is tried again (attempt ${attempts} of ${most}): ${error.name}: ${error.message}`);
  };
}
