import type { Wire } from './send';

export interface ServiceErrorDetails {
  statusCode?: number;
  requestId?: string;
  /** The parsed body of the error response, with `CancellationReasons`, `Item` and the like, in wire form. */
  body?: Wire;
  headers?: { [name: string]: string };
  /** Set for failures below HTTP: ECONNREFUSED, ECONNRESET, ENOTFOUND … */
  errno?: string;
  cause?: unknown;
}

/**
 * An operation that DynamoDB refused, or that never reached it. `name` is DynamoDB's own error name
 * (`ConditionalCheckFailedException` …), or `NetworkingError`, `TimeoutError`, `CredentialsError`, `AbortError`,
 * `CRC32CheckFailed`, `InvalidResponse`.
 */
export class ServiceError extends Error {
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
  readonly body: Wire | undefined;
  readonly headers: { [name: string]: string } | undefined;
  readonly errno: string | undefined;
  /** Attempts made before giving up; set by the retry layer. */
  attempts = 1;
  /** Set by a transport that knows whether another attempt can help; decided by name and status otherwise. */
  retryable: boolean | undefined;

  constructor(
    override readonly name: string,
    message: string,
    details: ServiceErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.statusCode = details.statusCode;
    this.requestId = details.requestId;
    this.body = details.body;
    this.headers = details.headers;
    this.errno = details.errno;
  }
}
