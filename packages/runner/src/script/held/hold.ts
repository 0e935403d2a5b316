import { MigrateError } from '@dynamodb-migrate/core';
import { tellImports } from './hook-import';
import { hookRequire } from './hook-require';
import { type HeldFile, type Holder, held, type Source, type Sources } from './sources';

const versions = new Map<string, Buffer[]>();

/**
 * Makes all that loads these files get what they contained when they were read, and what names in them led to, until `work`
 * is over. What else of one's own they load, `unread` is told, or it is refused. Throws `SCRIPT_CHANGED` where somebody
 * else in this process holds other contents of one.
 */
export async function withSources<T>(
  sources: Sources,
  work: () => T | Promise<T>,
  unread: Holder['unread'] = () => {},
): Promise<T> {
  const letGo = hold(sources, { unread });
  try {
    return await work();
  } finally {
    letGo();
  }
}

function hold(sources: Sources, holder: Holder): () => void {
  for (const [file, { bytes }] of sources) if (!(held.get(file)?.bytes.equals(bytes) ?? true)) throw changed(file);
  hookRequire();
  for (const [file, source] of sources) held.set(file, heldFile(file, source, holder));
  tellImports();
  return () => {
    for (const file of sources.keys()) {
      const one = held.get(file)!;
      const holders = one.holders.filter((other) => other !== holder);
      if (holders.length === 0) held.delete(file);
      else held.set(file, { ...one, holders });
    }
    tellImports();
  };
}

function heldFile(file: string, { bytes, links }: Source, holder: Holder): HeldFile {
  const known = versions.get(file) ?? [];
  let version = known.findIndex((one) => one.equals(bytes));
  if (version < 0) version = known.push(bytes) - 1;
  versions.set(file, known);
  const text = bytes.toString().replace(/^\uFEFF/, '');
  return { bytes, links, text, version, holders: [...(held.get(file)?.holders ?? []), holder] };
}

function changed(file: string): MigrateError {
  return new MigrateError('SCRIPT_CHANGED', `${file} was changed while another run of it is at work in this process`, {
    hint: 'Wait for that to end, or do it in a process of its own.',
  });
}
