import { AsyncResource } from 'node:async_hooks';
import net from 'node:net';
import tls from 'node:tls';
import { ServiceError } from '../send/service-error';
import { type Complete, createResponseReader } from './response-reader';
import { whenOpen } from './when-open';

/** Where connections lead. */
export interface Origin {
  protocol: string;
  hostname: string;
  port?: number | undefined;
}

/** A connection that carries one exchange after the other. */
export interface Connection {
  /**
   * Sends a request; `onAnswer` is called once, with the answer or with why there is none. `idleTimeout`: milliseconds
   * without a byte in either direction, or without a connection, before it is given up.
   */
  exchange(request: HttpRequest, idleTimeout: number, onAnswer: OnAnswer): void;
  /** Ends the connection; the exchange under way fails with the error. */
  destroy(error?: Error): void;
}

/** A whole request. `latin1` is the quicker encoding where it will do. */
export interface HttpRequest {
  text: string;
  encoding: 'latin1' | 'utf8';
  /** Asked on the open connection, right before the request is written; what it throws is the answer. */
  permit?: (() => void) | undefined;
}

export type OnAnswer = (error: Error | undefined, answer?: Complete) => void;

// A connection outlives the record on whose behalf it was opened.
const outside = new AsyncResource('DynamoDBConnection');

/** Opens a connection. `onGone` is called when it can carry no exchange any more. */
export function openConnection(origin: Origin, onGone: () => void): Connection {
  return outside.runInAsyncScope(open, undefined, origin, onGone);
}

function open(origin: Origin, onGone: () => void): Connection {
  const reader = createResponseReader();
  let waiting: OnAnswer | undefined;
  let failure: Error | undefined;

  const settle = (error: Error | undefined, answer?: Complete) => {
    const onAnswer = waiting;
    waiting = undefined;
    if (answer?.reusable) socket.unref();
    else socket.destroy();
    onAnswer?.(error, answer);
  };
  const leave = (error?: Error) => {
    onGone();
    socket.destroy(error);
  };
  const receive = (bytes: Buffer) => {
    // Nothing is due between exchanges.
    if (!waiting) return leave();
    try {
      const answer = reader.take(bytes);
      if (answer) settle(undefined, answer);
    } catch (error) {
      settle(error as Error);
    }
  };

  const socket = connect(origin, receive);
  socket.setNoDelay(true);
  socket.on('timeout', () => {
    leave(waiting && new ServiceError('TimeoutError', `Connection timed out after ${socket.timeout}ms`));
  });
  socket.on('end', () => leave());
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => {
    onGone();
    if (!waiting) return;
    const answer = failure ? undefined : reader.end();
    settle(answer ? undefined : (failure ?? hungUp()), answer);
  });

  return {
    exchange({ text, encoding, permit }, idleTimeout, onAnswer) {
      waiting = onAnswer;
      socket.ref();
      if (socket.timeout !== idleTimeout) socket.setTimeout(idleTimeout);
      if (!permit) return void socket.write(text, encoding);
      whenOpen(socket, () => {
        try {
          permit();
          socket.write(text, encoding);
        } catch (error) {
          leave(error as Error);
        }
      });
    },
    destroy: leave,
  };
}

function connect({ protocol, hostname, port }: Origin, receive: (bytes: Buffer) => void): net.Socket {
  // Addresses such as [::1] are written without brackets here.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === 'https:') {
    const servername = net.isIP(host) ? '' : host;
    const socket = tls.connect({ host, port: port ?? 443, servername, ALPNProtocols: ['http/1.1'] });
    return socket.on('data', receive);
  }
  // One buffer for all that is read, which the reader copies from.
  const buffer = Buffer.allocUnsafeSlow(64 * 1024);
  const callback = (length: number) => {
    receive(buffer.subarray(0, length));
    return true;
  };
  return net.connect({ host, port: port ?? 80, onread: { buffer, callback } });
}

function hungUp(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
