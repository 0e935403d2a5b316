import { STATUS_CODES } from 'node:http';
import { isThrottle, ServiceError, type Target } from '@dynamodb-migrate/core';

/** An error as aws-sdk v2 gave it to callbacks: its details are enumerable, `name` equals `code`. */
export interface DynoError extends Error {
  code: string;
  time: Date;
  statusCode?: number;
  requestId?: string;
  retryable?: boolean;
  retryDelay?: number;
  region?: string;
  hostname?: string;
  originalError?: Error;
  errors?: Error[];
  /** Further members of the service's answer, such as `CancellationReasons`, not enumerable. */
  [member: string]: any;
}

/** An error of the client itself, found before anything is sent. */
export function clientError(code: string, message: string, details: { [name: string]: unknown } = {}): DynoError {
  const error = new Error(message) as DynoError;
  Object.defineProperty(error, 'name', { value: code, writable: true, configurable: true });
  Object.defineProperty(error, 'message', { enumerable: true });
  Error.captureStackTrace(error, clientError);
  return Object.assign(error, { code, ...details, time: new Date() });
}

/** What a request's listener threw, with the marks that errors in callbacks have. */
export function fromListener(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { message, name } = thrown;
  Object.defineProperty(thrown, 'message', { value: message, enumerable: true, writable: true, configurable: true });
  return Object.assign(thrown, { code: (thrown as DynoError).code ?? name, time: new Date() });
}

/** One error for one or many validation errors. */
export function validationError(errors: DynoError[]): DynoError {
  if (errors.length === 1) return errors[0]!;
  const lines = errors.map((error) => `\n* ${error}`).join('');
  return clientError('MultipleValidationErrors', `There were ${errors.length} validation errors:${lines}`, { errors });
}

/** What `abort` gives to the callback. */
export function abortedError(): DynoError {
  return clientError('RequestAbortedError', 'Request aborted by user', { retryable: false });
}

/** The v2 error for what the door rejected with. Errors that are not the service's are left as they are. */
export function fromDoor(error: Error, target: Target): Error {
  if (!(error instanceof ServiceError)) return error;
  if (error.name === 'AbortError') return abortedError();
  if (error.name === 'CredentialsError') {
    const message = 'Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1';
    return clientError('CredentialsError', message, { originalError: error });
  }
  if (error.name === 'CRC32CheckFailed' || error.name === 'InvalidResponse') return fromBody(error);
  if ((error.statusCode ?? 0) >= 300) return fromService(error);
  if (error.name === 'TimeoutError' || error.name === 'NetworkingError') return fromNetwork(error, target);
  return clientError(error.name, error.message, { requestId: error.requestId, originalError: error });
}

function fromService(error: ServiceError): DynoError {
  const { statusCode, requestId, body } = error;
  const unread = error.name === 'UnknownError' && !body;
  const message = unread ? (STATUS_CODES[statusCode!] ?? String(statusCode)) : error.message;
  const members = Object.keys(body ?? {}).filter((name) => name !== 'code' && name !== 'message');
  const hints = Object.fromEntries(members.map((name) => [`[${name}]`, `See error.${name} for details.`]));
  const converted = clientError(error.name, message, hints);
  for (const name of members) {
    if (!(name in converted)) Object.defineProperty(converted, name, { value: body![name], writable: true });
  }
  return Object.assign(converted, { requestId, statusCode });
}

/** An answer that cannot be trusted or read, whatever its status. */
function fromBody({ name, message }: ServiceError): DynoError {
  return clientError(name === 'InvalidResponse' ? 'SyntaxError' : name, message, { retryable: true });
}

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EHOSTUNREACH', 'ENETUNREACH']);

function fromNetwork(error: ServiceError, { region, endpoint }: Target): DynoError {
  const { hostname, port } = new URL(endpoint ?? `https://dynamodb.${region}.amazonaws.com`);
  const details = { region, hostname, retryable: true };
  if (error.name === 'TimeoutError') return clientError('TimeoutError', error.message, details);
  if (error.errno === 'ECONNRESET')
    return clientError('TimeoutError', 'socket hang up', { ...details, errno: error.errno });
  const originalError = clientError('NetworkingError', error.message, { ...details, errno: error.errno });
  if (!unreachable.has(error.errno ?? '')) return originalError;
  const where = port ? `\`${hostname}' at port \`${port}'` : `\`${hostname}'`;
  const message = `Inaccessible host: ${where}. This service may not be available in the \`${region}' region.`;
  return clientError('UnknownEndpoint', message, { ...details, originalError });
}

/** Whether another attempt may mend a failure that the door said nothing about. */
export function isRetryable(error: DynoError): boolean {
  return (error.statusCode ?? 0) >= 500 || isThrottle(error);
}
