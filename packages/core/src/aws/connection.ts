import { AsyncResource } from 'node:async_hooks';
import net from 'node:net';
import tls from 'node:tls';
import { ServiceError } from '../send/service-error';
import { type HttpProxy, parseProxy } from './proxy';
import { type Complete, createResponseReader } from './response-reader';
import { askForTunnel } from './tunnel';
import { whenOpen } from './when-open';

/** Where connections lead. */
export interface Origin {
  protocol: string;
  hostname: string;
  port?: number | undefined;
  /** Address of a proxy to go through, with the user and the password that it asks for. */
  proxy?: string | undefined;
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

  const use = (next: net.Socket) => {
    next.setNoDelay(true);
    next.on('timeout', () => {
      if (next === socket)
        leave(waiting && new ServiceError('TimeoutError', `Connection timed out after ${next.timeout}ms`));
    });
    next.on('end', () => next === socket && leave());
    next.on('error', (error) => {
      failure ??= error;
    });
    next.on('close', () => {
      onGone();
      if (!waiting) return;
      const answer = failure ? undefined : reader.end();
      settle(answer ? undefined : (failure ?? hungUp()), answer);
    });
    return next;
  };

  const proxy = origin.proxy === undefined ? undefined : parseProxy(origin.proxy);
  /** What waits for the tunnel. */
  let inTunnel: (() => void) | undefined;
  let tunnelling = proxy !== undefined && origin.protocol === 'https:';
  const dig = (proxy: HttpProxy) => {
    const outer = use(connect(proxy));
    askForTunnel(outer, origin, proxy, (error) => {
      if (error) return leave(error);
      const { timeout = 0 } = outer;
      outer.setTimeout(0);
      socket = use(secure(origin, { socket: outer })).on('data', receive);
      if (timeout > 0) socket.setTimeout(timeout);
      tunnelling = false;
      inTunnel?.();
    });
    return outer;
  };
  let socket: net.Socket = proxy && tunnelling ? dig(proxy) : use(connect(proxy ?? origin, receive));

  return {
    exchange({ text, encoding, permit }, idleTimeout, onAnswer) {
      waiting = onAnswer;
      socket.ref();
      if (socket.timeout !== idleTimeout) socket.setTimeout(idleTimeout);
      const write = () => {
        if (!permit) return void socket.write(text, encoding);
        whenOpen(socket, () => {
          try {
            permit();
            socket.write(text, encoding);
          } catch (error) {
            leave(error as Error);
          }
        });
      };
      if (tunnelling) inTunnel = write;
      else write();
    },
    destroy: leave,
  };
}

function connect({ protocol, hostname, port }: Origin, receive?: (bytes: Buffer) => void): net.Socket {
  const host = bare(hostname);
  if (protocol === 'https:') {
    const socket = secure({ protocol, hostname }, { host, port: port ?? 443 });
    return receive ? socket.on('data', receive) : socket;
  }
  if (!receive) return net.connect({ host, port: port ?? 80 });
  // One buffer for all that is read, which the reader copies from.
  const buffer = Buffer.allocUnsafeSlow(64 * 1024);
  const callback = (length: number) => {
    receive(buffer.subarray(0, length));
    return true;
  };
  return net.connect({ host, port: port ?? 80, onread: { buffer, callback } });
}

function secure({ hostname }: Origin, over: tls.ConnectionOptions): tls.TLSSocket {
  const host = bare(hostname);
  const servername = net.isIP(host) ? '' : host;
  return tls.connect({ ...over, host, servername, ALPNProtocols: ['http/1.1'] });
}

/** Addresses such as [::1] are written without brackets where they are connected to. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function hungUp(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
