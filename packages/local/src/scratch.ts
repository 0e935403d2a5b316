import type { Send } from '@dynamodb-migrate/core';
import { loadEngine } from './engine/load';

export interface ScratchOptions {
  /** A LevelDB folder; memory when absent. */
  dir?: string;
}

/** A private DynamoDB within the process, to compute on. */
export interface Scratch {
  send: Send;
  close(): Promise<void>;
}

/** Opens a DynamoDB without a network. Numbers come back in plain decimal spelling, whatever theirs was. */
export async function openScratch({ dir }: ScratchOptions = {}): Promise<Scratch> {
  return loadEngine().openEngine(dir);
}
