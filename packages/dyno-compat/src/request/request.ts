import { PassThrough, type Readable } from 'node:stream';
import { type Handed, tablesOf, type Wire } from '@dynamodb-migrate/core';
import { abortedError, fromListener } from './errors';
import { Events } from './events';
import { HttpRequest } from './http-request';
import { coreListeners, type Journey } from './lifecycle';
import { eachItem, eachPage, isPageable } from './pages';
import { DynoResponse } from './response';
import type { Service } from './service';
import { type Operation, wireName } from './shapes';

export type Callback<Data = any> = (this: DynoResponse<Data>, error: any, data: Data) => void;

/** Which state follows a state that ended well, and one that ended in an error. */
const follow = {
  validate: ['build', 'error'],
  build: ['afterBuild', 'error'],
  afterBuild: ['sign', 'error'],
  sign: ['send', 'retry'],
  send: ['validateResponse', 'retry'],
  validateResponse: ['extractData', 'extractError'],
  extractError: ['extractData', 'retry'],
  extractData: ['success', 'retry'],
  retry: ['afterRetry', 'afterRetry'],
  afterRetry: ['sign', 'error'],
  success: ['complete', 'complete'],
  error: ['complete', 'complete'],
  complete: [undefined, undefined],
} as const satisfies { [state: string]: readonly [string | undefined, string | undefined] };

type State = keyof typeof follow;

const withRequest = new Set<State>(['validate', 'build', 'afterBuild', 'sign']);
const terminal = new Set<State>(['success', 'error', 'complete']);

/** An operation as aws-sdk v2 gave it: nothing is sent before `send`, `promise` or `eachPage`. */
export class DynoRequest<Data = any> extends Events {
  readonly domain: null = null;
  readonly startTime = new Date();
  readonly httpRequest: HttpRequest;
  readonly response: DynoResponse<Data>;
  /** The parameters, in wire form from the moment they are sent. */
  params: any;
  /** The parameters as they were given. */
  rawParams: any;
  readonly journey: Journey = {};
  /** The service's answer in wire form. */
  wire: Wire | undefined = undefined;
  private state: State | undefined = undefined;
  private handed: Handed | undefined = undefined;

  constructor(
    readonly service: Service,
    readonly operation: Operation,
    params: object,
  ) {
    super(coreListeners);
    this.params = params;
    this.httpRequest = new HttpRequest(this);
    this.response = new DynoResponse<Data>(this);
    this.rawParams = params;
  }

  /** Leaves it to the script to send the request, which is followed from here on. */
  handOut(): this {
    const { service, operation, params } = this;
    this.handed = service.hooks.onUnsent?.(this, wireName(operation), tablesOf(params).join(', '));
    return this;
  }

  /** Sends the request; after it has been sent, the callback gets the same answer again. */
  send(callback?: Callback<Data>): DynoResponse<Data> {
    if (callback) this.onComplete((response) => callback.call(response, response.error, response.data as Data));
    this.runTo();
    return this.response;
  }

  /** Sends the request; the data carry the response as `$response`, which is not enumerable. */
  promise(): Promise<Data> {
    return new Promise((resolve, reject) => {
      this.onComplete((response) => {
        if (response.error) return reject(response.error);
        resolve(
          Object.defineProperty(response.data ?? {}, '$response', { value: response, configurable: true }) as Data,
        );
      });
      this.runTo();
    });
  }

  /** Gives the request up: its callback gets a `RequestAbortedError`, unless it is complete. */
  abort(): this {
    this.journey.aborted = true;
    if (this.state === undefined) this.handed?.ended();
    this.journey.passage?.abort(abortedError());
    return this;
  }

  /** Calls back once, when the request is complete. */
  onComplete(listener: (response: DynoResponse<Data>) => void): this {
    const once = (response: DynoResponse<Data>) => {
      this.removeListener('complete', once);
      listener(response);
    };
    return this.on('complete', once);
  }

  /** Calls back with each page, then with null; stopped by returning (or passing to `done`) false. */
  eachPage(callback: Parameters<typeof eachPage>[1]): void {
    eachPage(this, callback);
  }

  /** Calls back with each item of each page, then with null; stopped by returning false. */
  eachItem(callback: Parameters<typeof eachItem>[1]): void {
    eachItem(this, callback);
  }

  isPageable(): boolean {
    return isPageable(this.operation);
  }

  /** The body of the answer as a stream. */
  createReadStream(): Readable {
    const stream = new PassThrough();
    process.nextTick(() =>
      this.send((error) => (error ? stream.emit('error', error) : stream.end(this.response.httpResponse.body))),
    );
    return stream;
  }

  /** Sets the request going, unless it already is. */
  runTo(): this {
    if (this.state === undefined) {
      this.handed?.sent();
      this.enter('validate');
    } else if (this.state === 'complete') this.emit('complete', [this.response], rethrow);
    return this;
  }

  private enter(given: State): void {
    const { response } = this;
    let state: State = given;
    // Most states have no listeners.
    while (!this._events[state]) {
      const next = follow[state][response.error ? 1 : 0];
      this.state = state;
      if (!next) {
        this.handed?.ended();
        return;
      }
      state = next;
    }
    this.state = state;
    if (state === 'complete') this.handed?.ended();
    const args = withRequest.has(state) ? [this] : state === 'error' ? [response.error, response] : [response];
    this.emit(state, args, (thrown) => this.leave(state, thrown));
  }

  private leave(state: State, thrown: unknown): void {
    if (thrown !== undefined) {
      if (terminal.has(state)) throw thrown;
      this.response.error = fromListener(thrown);
    }
    const next = follow[state][this.response.error ? 1 : 0];
    if (next) this.enter(next);
  }
}

function rethrow(thrown: unknown): void {
  if (thrown !== undefined) throw thrown;
}
