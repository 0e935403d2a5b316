import type { AttemptFailure, ResponseMeta, Wire } from '@dynamodb-migrate/core';
import { createAbortion } from './abortion';
import { retryDelay } from './retry-delay';
import type { Service } from './service';

/** What the door reports of an operation: an attempt that failed, or how it ended. */
export type Report =
  | { error: Error; failure?: AttemptFailure }
  | { error?: undefined; output: Wire; meta: ResponseMeta };

/**
 * One operation on its way through the door. The door makes attempts by itself; a request wants to go through its
 * events at each. So reports are handed out one by one, to whoever waits for the next.
 */
export class Passage {
  private readonly abortion = createAbortion();
  private readonly reports: Report[] = [];
  private waiting: ((report: Report) => void) | undefined;
  private over = false;
  /** Milliseconds that a request asked for before the next attempt. */
  delay: number | undefined;

  constructor(service: Service, operation: string, input: Wire, ownDelays: boolean) {
    let meta: ResponseMeta = { statusCode: 200, headers: {}, attempts: 1 };
    const { maxRetries, retryDelayOptions } = service.config;
    service
      .send(operation, input, {
        signal: this.abortion.signal,
        onResponse: (response) => {
          meta = response;
        },
        retry: {
          ...(maxRetries !== undefined && { max: maxRetries }),
          ...((retryDelayOptions || ownDelays) && {
            delay: (retry) => this.delay ?? retryDelay(retry, retryDelayOptions),
          }),
          onFailure: (failure) => this.report({ failure, error: failure.error }),
        },
      })
      // Callbacks run in a tick of their own: what they throw is an uncaught exception, not a rejection, and the
      // handler of it finds the async context of the call.
      .then(
        (output) => process.nextTick(() => this.end({ output, meta })),
        (error) => process.nextTick(() => this.end({ error })),
      );
  }

  /** Hands over the next report, at once when there is one. */
  next(take: (report: Report) => void): void {
    const report = this.reports.shift();
    if (report) take(report);
    else this.waiting = take;
  }

  /** Puts a report back for whoever asks next. */
  unread(report: Report): void {
    this.reports.unshift(report);
  }

  /** Ends the operation with an error, whatever the door does. */
  abort(error: Error): void {
    process.nextTick(() => this.end({ error }));
    this.abortion.abort();
  }

  private end(report: Report): void {
    if (this.over) return;
    this.over = true;
    this.report(report);
  }

  private report(report: Report): void {
    if (this.abortion.signal.aborted && failureOf(report)) return;
    const take = this.waiting;
    this.waiting = undefined;
    if (take) take(report);
    else this.reports.push(report);
  }
}

/** The attempt that failed, when it may not be the last. */
export function failureOf(report: Report): AttemptFailure | undefined {
  return report.error ? report.failure : undefined;
}
