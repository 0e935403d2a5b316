import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('../replay-server.mjs', import.meta.url));

/** Starts a replay server. `served()` tells what it served since last asked: `{ scanned, written, requests }`. */
export async function startReplay({ items, latency = 0, distinct = false, ...kinds }) {
  const flags = ['--items', String(items), '--latency', String(latency), ...(distinct ? ['--distinct'] : [])];
  for (const kind of ['large-numbers', 'large-items']) if (kinds[kind]) flags.push(`--${kind}`);
  const child = fork(server, flags);
  const [{ endpoint }] = await once(child, 'message');
  return {
    endpoint,
    async served() {
      const answered = once(child, 'message');
      child.send('served');
      return (await answered)[0];
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
