import path from 'node:path';
import type { Send } from '@dynamodb-migrate/core';
import type { Engine } from '@dynamodb-migrate/test-tools';
import { type JournalOptions, openJournal } from '../../src/journal/journal';
import { type RollbackOptions, rollback } from '../../src/rollback/rollback';
import { createRun, runFolder, startRun, updateRun } from '../../src/runs/runs';

/** Makes a live run that writes through a journal, and gives its id. */
export async function runWithJournal(
  base: string,
  engine: Engine,
  table: string,
  write: (send: Send) => Promise<unknown>,
  options: Partial<JournalOptions> & { through?: Send } = {},
): Promise<string> {
  const { region, endpoint } = engine.target;
  const { id } = await createRun(base, { command: 'scan', script: 'script.js', table, region, endpoint, live: true });
  await startRun(base, id);
  const journal = await openJournal({ ...options, dir: journalOf(base, id) });
  try {
    await write(journal.layer(options.through ?? engine.send, engine.target));
  } finally {
    await journal.close();
    await updateRun(base, id, { state: 'succeeded', endedAt: new Date().toISOString() });
  }
  return id;
}

export function journalOf(base: string, id: string): string {
  return path.join(runFolder(base, id), 'journal');
}

export function rollBackRun(base: string, engine: Engine, run: string, options: Partial<RollbackOptions> = {}) {
  return rollback({ base, run, connect: () => engine.send, live: true, ...options });
}
