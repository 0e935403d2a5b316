import { crc32 } from 'node:zlib';
import { ServiceError } from '../send/service-error';
import { type Connection, type Origin, openConnection } from './connection';
import { checksumError, isTold } from './node-http';
import { authorizationLine, parseProxy } from './proxy';
import type { HttpAnswer } from './response-reader';

export interface HttpExchange {
  origin: Origin;
  path: string;
  /** Header lines, each ended by CR LF; see `headerLines`. */
  head: string;
  body: string;
  /** Milliseconds without a byte in either direction, or without a connection, before the attempt fails. */
  idleTimeout: number;
  signal?: AbortSignal | undefined;
  /** Asked right before the request is written. */
  permit?: (() => void) | undefined;
}

/** Connections that carry nothing now, by origin, the one used last at the end. They do not keep the process alive. */
const idle = new Map<string, Connection[]>();

/**
 * One POST over a kept-alive connection, answered with the whole body, its checksum (`x-amz-crc32`) verified. Rejects
 * with a `ServiceError`: NetworkingError, TimeoutError, AbortError or CRC32CheckFailed.
 *
 * Written on sockets: node:http takes 66 µs of CPU for each request and undici's `dispatch` 34, this 19
 * (packages/bench/http.mjs), and DynamoDB needs nothing of them but one POST after the other.
 */
export function exchange({ origin, path, head, body, idleTimeout, signal, permit }: HttpExchange): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError());
    const pool = poolOf(origin);
    const connection = pool.pop() ?? connectInto(pool, origin);
    const onAbort = () => connection.destroy(abortError());
    signal?.addEventListener('abort', onAbort, { once: true });
    const length = Buffer.byteLength(body);
    const text = `POST ${pathFor(origin, path)} HTTP/1.1\r\n${head}${linesForProxy(origin)}content-length: ${length}\r\n\r\n${body}`;
    const encoding = length === body.length ? 'latin1' : 'utf8';
    connection.exchange({ text, encoding, permit }, idleTimeout, (error, answer) => {
      signal?.removeEventListener('abort', onAbort);
      if (!answer) return reject(isTold(error!) ? error : networkError(error!, origin));
      if (answer.reusable) pool.push(connection);
      const checksum = answer.headers['x-amz-crc32'];
      if (checksum !== undefined && Number(checksum) !== crc32(answer.body)) return reject(checksumError(answer));
      resolve(answer);
    });
  });
}

/** Headers as the lines of a request; throws a `ServiceError` for what no header can hold. */
export function headerLines(headers: { [name: string]: string }): string {
  let lines = '';
  for (const name in headers) {
    const value = headers[name]!;
    if (/[^\t\x20-\x7e]/.test(value)) {
      throw new ServiceError('InvalidHeader', `The header ${name} holds characters that no header can hold`);
    }
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

// A proxy is told the whole address of what it is to read, and nothing of what goes through its tunnel.
function pathFor(origin: Origin, path: string): string {
  return isRead(origin) ? `${addressOf(origin)}${path}` : path;
}

function linesForProxy(origin: Origin): string {
  return isRead(origin) ? authorizationLine(parseProxy(origin.proxy!)) : '';
}

function isRead({ protocol, proxy }: Origin): boolean {
  return proxy !== undefined && protocol === 'http:';
}

function addressOf({ protocol, hostname, port }: Origin): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

function poolOf(origin: Origin): Connection[] {
  const id = `${addressOf(origin)} ${origin.proxy ?? ''}`;
  let pool = idle.get(id);
  if (!pool) {
    pool = [];
    idle.set(id, pool);
  }
  return pool;
}

function connectInto(pool: Connection[], origin: Origin): Connection {
  const connection = openConnection(origin, () => {
    const place = pool.indexOf(connection);
    if (place >= 0) pool.splice(place, 1);
  });
  return connection;
}

function abortError(): ServiceError {
  return new ServiceError('AbortError', 'Request aborted by user');
}

function networkError(error: NodeJS.ErrnoException, { hostname, port }: Origin): ServiceError {
  const where = port === undefined ? hostname : `${hostname}:${port}`;
  const message = error.message || `no answer from ${where}`;
  const name = error.code === 'ETIMEDOUT' ? 'TimeoutError' : 'NetworkingError';
  return new ServiceError(name, message, { errno: error.code ?? 'UNKNOWN', cause: error });
}
