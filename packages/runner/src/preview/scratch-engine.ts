import { rmSync } from 'node:fs';
import path from 'node:path';
import type { TableInfo } from '@dynamodb-migrate/core';
import { openScratch, type Scratch } from '@dynamodb-migrate/local';

const records = 50_000;
const bytes = 50 * 2 ** 20;

/** What is known of how much will be written. */
export interface Expectation {
  info: TableInfo | undefined;
  limit: number | undefined;
}

/**
 * Opens the engine that computes what writes do. In memory it is three times as fast as on disk, at up to ten times the
 * size of what is written; so on disk, in the folder of the run, unless that is known to be little. Leaves nothing.
 */
export async function openEngine(folder: string, expectation: Expectation): Promise<Scratch> {
  if (isLittle(expectation)) return openScratch();
  const dir = path.join(folder, 'scratch');
  const scratch = await openScratch({ dir });
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    send: scratch.send,
    async close() {
      await scratch.close();
      remove();
      process.removeListener('exit', remove);
    },
  };
}

// DynamoDB counts every six hours: 0 says nothing.
function isLittle({ info, limit = Number.POSITIVE_INFINITY }: Expectation): boolean {
  const { itemCount = 0, sizeBytes = 0 } = info ?? {};
  if (itemCount === 0) return limit <= records / 50;
  const share = Math.min(1, limit / itemCount);
  return share * itemCount <= records && share * sizeBytes <= bytes;
}
