import { statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { openCommitLog } from '../../src/journal/commit-log';
import { journalSize } from '../../src/journal/journal-size';

test('counts files, bytes and whole commits', async () => {
  const dir = tempDir();
  expect(await journalSize(dir)).toEqual({ files: 0, bytes: 0, commits: 0 });
  const log = await openCommitLog({ dir, fileSize: 300 });
  for (let i = 0; i < 5; i++) await log.append(`${JSON.stringify({ i, text: 'x'.repeat(100) })}\n`);
  await log.close();
  const { files, bytes, commits } = await journalSize(dir);
  expect(commits).toBe(5);
  expect(files).toBeGreaterThan(1);
  const last = path.join(dir, `${String(files).padStart(6, '0')}.journal`);
  // Its end, and a byte of the last commit.
  truncateSync(last, statSync(last).size - 31);
  expect(await journalSize(dir)).toEqual({ files, bytes: bytes - 31, commits: 4 });
});
