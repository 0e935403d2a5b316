import { MigrateError } from '@dynamodb-migrate/core';
import { tellImports } from './hook-import';
import { hookRequire } from './hook-require';
import { type HeldFile, held, type Sources } from './sources';

const versions = new Map<string, Buffer[]>();

/**
 * Makes all that loads these files get what they contained when they were read, until `work` is over. Throws `SCRIPT_CHANGED`
 * where somebody else in this process holds other contents of one.
 */
export async function withSources<T>(sources: Sources, work: () => T | Promise<T>): Promise<T> {
  const letGo = hold(sources);
  try {
    return await work();
  } finally {
    letGo();
  }
}

function hold(sources: Sources): () => void {
  for (const [file, bytes] of sources) if (!(held.get(file)?.bytes.equals(bytes) ?? true)) throw changed(file);
  hookRequire();
  for (const [file, bytes] of sources) held.set(file, { ...heldFile(file, bytes), holders: holdersOf(file) + 1 });
  tellImports();
  return () => {
    for (const file of sources.keys()) {
      const one = held.get(file)!;
      if (one.holders === 1) held.delete(file);
      else held.set(file, { ...one, holders: one.holders - 1 });
    }
    tellImports();
  };
}

function heldFile(file: string, bytes: Buffer): Omit<HeldFile, 'holders'> {
  const known = versions.get(file) ?? [];
  let version = known.findIndex((one) => one.equals(bytes));
  if (version < 0) version = known.push(bytes) - 1;
  versions.set(file, known);
  return { bytes, text: bytes.toString().replace(/^\uFEFF/, ''), version };
}

function holdersOf(file: string): number {
  return held.get(file)?.holders ?? 0;
}

function changed(file: string): MigrateError {
  return new MigrateError('SCRIPT_CHANGED', `${file} was changed while another run of it is at work in this process`, {
    hint: 'Wait for that to end, or do it in a process of its own.',
  });
}
