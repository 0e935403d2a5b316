import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Calls back at once on an open connection, else as soon as it is; never on one that fails. */
export function whenOpen(socket: Socket, go: () => void): void {
  const secure = socket instanceof TLSSocket;
  const opening = socket.connecting || (secure && (socket as { secureConnecting?: boolean }).secureConnecting);
  if (opening) socket.once(secure ? 'secureConnect' : 'connect', go);
  else go();
}
