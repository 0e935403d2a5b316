import path from 'node:path';
import type { Send } from '@dynamodb-migrate/core';
import type { Engine } from '@dynamodb-migrate/test-tools';
import { type Journal, type JournalOptions, openJournal } from '../../src/journal/journal';
import type { RollbackOptions } from '../../src/rollback/options';
import { rollback } from '../../src/rollback/rollback';
import type { RunPatch } from '../../src/runs/run';
import { createRun, runFolder, startRun, updateRun } from '../../src/runs/runs';

/** Makes a live run that writes through a journal, and gives its id. */
export async function runWithJournal(
  base: string,
  engine: Engine,
  table: string,
  write: (send: Send) => Promise<unknown>,
  options: Partial<JournalOptions> & { through?: Send; end?: (journal: Journal) => RunPatch } = {},
): Promise<string> {
  const { region, endpoint } = engine.target;
  const request = { command: 'scan', script: 'script.js', table, region, endpoint, live: true };
  const { run, lock } = await createRun(base, request);
  await startRun(lock);
  const journal = await openJournal({ ...options, dir: journalOf(base, run.id), right: lock.check });
  try {
    await write(journal.layer(options.through ?? engine.send, engine.target));
  } finally {
    await journal.close();
    await updateRun(lock, { state: 'succeeded', endedAt: new Date().toISOString(), ...options.end?.(journal) });
    await lock.release();
  }
  return run.id;
}

export function journalOf(base: string, id: string): string {
  return path.join(runFolder(base, id), 'journal');
}

export function rollBackRun(base: string, engine: Engine, run: string, options: Partial<RollbackOptions> = {}) {
  return rollback({ base, run, connect: () => engine.send, live: true, ...options });
}
