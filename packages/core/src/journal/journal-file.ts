import { open } from 'node:fs/promises';

/** A file that is only appended to. */
export interface JournalFile {
  /** Appends all of the bytes. */
  write(bytes: Buffer): Promise<void>;
  /** Resolves once everything written is on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a new file, readable by its owner only; rejects when there is one already. */
export async function createJournalFile(path: string): Promise<JournalFile> {
  const handle = await open(path, 'ax', 0o600);
  return {
    write: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}
