import type { Socket } from 'node:net';
import { ServiceError } from '../send/service-error';
import { authorizationLine, type HttpProxy } from './proxy';

const largestHead = 64 * 1024;

/**
 * Asks a proxy, by CONNECT, to lead a connection on to an address. Calls back once, with the error if it does not; never when
 * the connection ends first. Source: RFC 9110, 9.3.6.
 */
export function askForTunnel(
  socket: Socket,
  { hostname, port = 443 }: { hostname: string; port?: number | undefined },
  proxy: HttpProxy,
  onAnswer: (error?: ServiceError) => void,
): void {
  let head = '';
  const receive = (bytes: Buffer) => {
    head += bytes.toString('latin1');
    const end = head.indexOf('\r\n\r\n');
    if (end < 0 && head.length < largestHead) return;
    socket.off('data', receive);
    const [, status] = /^HTTP\/1\.[01] (\d{3})(?: |\r)/.exec(head) ?? [];
    // Whoever is behind it waits for us to speak.
    const isOpen = status?.startsWith('2') && end === head.length - 4;
    onAnswer(isOpen ? undefined : refusal(proxy, status));
  };
  socket.on('data', receive);
  socket.write(
    `CONNECT ${hostname}:${port} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${authorizationLine(proxy)}\r\n`,
    'latin1',
  );
}

/** Nothing was sent to where the tunnel was to lead, as where a connection is refused. */
function refusal({ hostname, port }: HttpProxy, status: string | undefined): ServiceError {
  const answer = status === undefined ? 'what is not HTTP' : `status ${status}`;
  const who = port === undefined ? hostname : `${hostname}:${port}`;
  const error = new ServiceError('NetworkingError', `the proxy ${who} answered CONNECT with ${answer}`, {
    errno: 'ECONNREFUSED',
  });
  error.retryable = status?.startsWith('5') || status === '429';
  return error;
}
