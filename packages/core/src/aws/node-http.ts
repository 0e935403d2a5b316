import http from 'node:http';
import https from 'node:https';
import { crc32 } from 'node:zlib';
import { MigrateError } from '../error';
import { ServiceError } from '../send/service-error';
import type { HttpAnswer } from './response-reader';
import { whenOpen } from './when-open';

/** A POST to be made by `node:http`. */
export interface NodeHttpRequest {
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  headers: { [name: string]: string };
  body: string;
  /** Milliseconds without a byte in either direction before the attempt fails; time spent waiting for a socket is not counted. */
  idleTimeout: number;
  /** Opens connections. @default one of this module's */
  agent?: http.Agent | undefined;
  signal?: AbortSignal | undefined;
  /** Asked on the open connection, right before the request is written. */
  permit?: (() => void) | undefined;
}

// Node frees idle keep-alive sockets by itself, so that they never hold the process open.
const agentOptions = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo' } as const;
const httpAgent = new http.Agent(agentOptions);
const httpsAgent = new https.Agent(agentOptions);

/**
 * The same as `exchange`, by `node:http`: what the SDK client sends goes this way. Rejects with a `ServiceError`:
 * NetworkingError, TimeoutError, AbortError or CRC32CheckFailed.
 */
export function nodeHttp(request: NodeHttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { signal, idleTimeout, permit } = request;
    if (signal?.aborted) return reject(abortError());
    const secure = request.protocol === 'https:';
    const outgoing = (secure ? https : http).request({
      method: 'POST',
      host: request.hostname,
      port: request.port,
      path: request.path,
      headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
      agent: request.agent ?? (secure ? httpsAgent : httpAgent),
    });
    const onAbort = () => outgoing.destroy(abortError());
    const fail = (error: Error) => {
      signal?.removeEventListener('abort', onAbort);
      reject(isTold(error) ? error : networkError(error, request));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    outgoing.setTimeout(idleTimeout, () =>
      outgoing.destroy(new ServiceError('TimeoutError', `Connection timed out after ${idleTimeout}ms`)),
    );
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        signal?.removeEventListener('abort', onAbort);
        const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
        const answer = { statusCode: response.statusCode!, headers: response.headers as HttpAnswer['headers'], body };
        const checksum = response.headers['x-amz-crc32'];
        if (checksum !== undefined && Number(checksum) !== crc32(body)) {
          return reject(checksumError(answer));
        }
        resolve(answer);
      });
    });
    if (!permit) return void outgoing.end(request.body);
    const go = () => {
      try {
        permit();
        outgoing.end(request.body);
      } catch (error) {
        outgoing.destroy(error as Error);
      }
    };
    outgoing.once('socket', (socket) => whenOpen(socket, go));
  });
}

/** Whether an error says already what kept a request from being answered. */
export function isTold(error: Error): boolean {
  return error instanceof ServiceError || error instanceof MigrateError;
}

/** What `exchange` and `nodeHttp` reject with for a body that is not what was sent. */
export function checksumError({ statusCode, headers }: HttpAnswer): ServiceError {
  const requestId = headers['x-amzn-requestid'];
  return new ServiceError('CRC32CheckFailed', 'CRC32 integrity check failed', { statusCode, headers, requestId });
}

function abortError(): ServiceError {
  return new ServiceError('AbortError', 'Request aborted by user');
}

function networkError(error: NodeJS.ErrnoException, { hostname, port }: NodeHttpRequest): ServiceError {
  const where = port === undefined ? hostname : `${hostname}:${port}`;
  const message = error.message === 'aborted' ? 'socket hang up' : error.message || `no answer from ${where}`;
  const name = error.code === 'ETIMEDOUT' ? 'TimeoutError' : 'NetworkingError';
  return new ServiceError(name, message, { errno: error.code ?? 'UNKNOWN', cause: error });
}
