import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Engine, targetOf } from './engine';
import { rawSend } from './raw-send';

/** Dynalite in this process, in memory, on a free port; tables are ready and gone at once. */
export async function startDynalite(): Promise<Engine> {
  const dynalite: (options: object) => Server = require('dynalite');
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { send, close } = rawSend(endpoint);
  return {
    name: 'dynalite',
    endpoint,
    target: targetOf(endpoint),
    send,
    emptyStrings: true,
    transactions: false,
    stop: () =>
      new Promise((resolve, reject) => {
        close();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
