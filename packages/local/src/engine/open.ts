import type { Send } from '@dynamodb-migrate/core';
import { engine } from './engine';
import { diskStore, memoryStore } from './store';

/** A door to tables without a network, and what ends it. */
export interface Opened {
  send: Send;
  close(): Promise<void>;
}

/** Opens the engine on a LevelDB folder, or in memory. */
export async function openEngine(dir: string | undefined): Promise<Opened> {
  const store = dir === undefined ? memoryStore() : await diskStore(dir);
  return { send: engine(store), close: () => store.close() };
}
