import type { Agent } from 'node:http';

/** The input or output of an operation, in the JSON of DynamoDB's network protocol. */
export type Wire = { [name: string]: any };

/**
 * The one door to DynamoDB: `send('PutItem', { TableName, Item })`. Input and output are wire JSON and belong to the
 * caller; nobody on the way changes them. Rejects with a `ServiceError`.
 */
export type Send = (operation: string, input: Wire, options?: SendOptions) => Promise<Wire>;

export interface SendOptions {
  /** Rejects with a `ServiceError` named `AbortError` as soon as it fires. */
  signal?: AbortSignal;
  /** Lets a Scan's `Items` be `Records` that are read out of the answer when they are asked for. @default false */
  lazily?: boolean;
  /** The JSON text of an input; spares spelling it when it comes to the network as that very object. */
  spelled?: { input: Wire; text: string };
  /** Has an answer told whose `Attributes` are spelled just so: they are only read when they are asked for. */
  expected?: ExpectedImage;
  /** Overrides of the retry policy for this operation. */
  retry?: RetryOverrides;
  /** Asked right before the bytes of each attempt leave; what it throws keeps them back, and rejects. */
  permit?: () => void;
  /**
   * What makes a write conditional, names and values of its input included, where the journal need not keep that; the
   * layer `conditional` puts it into the input, and none else heeds it.
   */
  condition?: Wire;
  /** Called with each response that is not an error, before the promise settles. */
  onResponse?: (response: ResponseMeta) => void;
}

export interface ExpectedImage {
  /** JSON, on one line. */
  text: string;
  /** Set when the answer brought it. */
  met: boolean;
}

export interface RetryOverrides {
  /** Retries after the first attempt. @default 10 */
  max?: number;
  /** Milliseconds to wait before retry number `retry` (the first is 0). */
  delay?: (retry: number) => number;
  /** Called after each attempt that failed; may change `failure.retryable`. */
  onFailure?: (failure: AttemptFailure) => void;
}

export interface AttemptFailure {
  error: Error;
  /** Attempts made so far. */
  attempts: number;
  retryable: boolean;
}

export interface ResponseMeta {
  statusCode: number;
  headers: { [name: string]: string };
  /** Attempts made, 1 when the first one succeeded. */
  attempts: number;
}

/** Where a `Send` leads. Never stored with its credentials. */
export interface Target {
  region: string;
  /** An address such as `http://localhost:4567`; the region's own endpoint when absent. */
  endpoint?: string;
  /** Static credentials; the SDK's default chain when absent. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** A profile of the shared configuration files. */
  profile?: string;
  /** Opens the connections. @default one for all */
  agent?: Agent;
  /** Address of a proxy to go through, for whoever makes an agent of it. */
  proxy?: string;
  /** Milliseconds of silence on a socket before an attempt is given up. @default 5000 */
  idleTimeout?: number;
}

const numbers = new WeakMap<Agent, number>();
let numbered = 0;

function numberOf(agent: Agent): number {
  const number = numbers.get(agent) ?? ++numbered;
  numbers.set(agent, number);
  return number;
}

/** Opens the door to a target; the same target gives a door with the same state. */
export type Connect = (target: Target) => Send;

/** A capability that wraps a door: a capacity limit, the journal, a preview. */
export type Layer = (next: Send, target: Target) => Send;

/** Builds a door factory from a transport and layers, outermost first. One door is built for each distinct target. */
export function compose(transport: Connect, ...layers: Layer[]): Connect {
  const doors = new Map<string, Send>();
  return (target) => {
    const id = JSON.stringify([
      target.region,
      target.endpoint,
      target.profile,
      target.credentials && Object.values(target.credentials),
      target.idleTimeout,
      target.agent && numberOf(target.agent),
      target.proxy,
    ]);
    let send = doors.get(id);
    if (!send) {
      send = layers.reduceRight((next, layer) => layer(next, target), transport(target));
      doors.set(id, send);
    }
    return send;
  };
}
