import path from 'node:path';
import { createJournalFile, type JournalFile } from '@dynamodb-migrate/core';
import type { StateFolder } from '../state';
import type { Bucket } from './bucket';
import { look } from './files';
import { type Push, patiently } from './push';

/** A file that is full is uploaded before the next one is begun: no more than one is ever missing in the bucket. */
export function relaxedJournal(push: Push): StateFolder['journal'] {
  return {
    fileSize: 4 * 2 ** 20,
    async createFile(file) {
      await push.patiently();
      return createJournalFile(file);
    },
  };
}

/** What is on disk is in the bucket too: each commit uploads its file again, so files are small. */
export function strictJournal(base: string, bucket: Bucket, push: Push): StateFolder['journal'] {
  return {
    fileSize: 256 * 2 ** 10,
    async createFile(file): Promise<JournalFile> {
      const name = path.relative(base, file).split(path.sep).join('/');
      push.leave(name);
      const local = await createJournalFile(file);
      const written: Buffer[] = [];
      let uploaded = 0;
      return {
        write(bytes) {
          written.push(bytes);
          return local.write(bytes);
        },
        async sync() {
          await local.sync();
          const commits = written.length;
          await patiently(() => bucket.put(name, Buffer.concat(written)));
          uploaded = commits;
        },
        async close() {
          await local.close();
          const file = await look(base, name);
          if (file && uploaded === written.length) push.done(file);
        },
      };
    },
  };
}
