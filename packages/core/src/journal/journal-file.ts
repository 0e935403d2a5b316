import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file that is only appended to. */
export interface JournalFile {
  /** Appends all of the bytes. */
  write(bytes: Buffer): Promise<void>;
  /** Resolves once everything written is on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const appending = constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
// On Linux a write with it ends when its data is on disk, as after fdatasync(2), and one call takes the place of two:
// https://man7.org/linux/man-pages/man2/open.2.html
const durably = process.platform === 'linux' ? constants.O_DSYNC : 0;

/** Makes a new file, readable by its owner only; rejects when there is one already. */
export async function createJournalFile(path: string): Promise<JournalFile> {
  const handle = await open(path, appending | durably, 0o600);
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    },
    sync: () => (durably ? Promise.resolve() : handle.datasync()),
    close: () => handle.close(),
  };
}
