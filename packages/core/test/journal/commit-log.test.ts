import { tempDir } from '@dynamodb-migrate/test-tools';
import { openCommitLog } from '../../src/journal/commit-log';
import { createJournalFile } from '../../src/journal/journal-file';

/** A log that shows what each of its commits wrote, as text. */
async function open() {
  const written: string[] = [];
  const createFile = async (file: string) => {
    const made = await createJournalFile(file);
    const write = (bytes: Buffer) => {
      written.push(bytes.toString('latin1'));
      return made.write(bytes);
    };
    return { ...made, write };
  };
  const log = await openCommitLog({ dir: tempDir(), createFile });
  // The header of the file.
  written.shift();
  return { log, written };
}

test('lines appended in one turn share a commit', async () => {
  const { log, written } = await open();
  await Promise.all(['a\n', 'b\n', 'c\n'].map(log.append));
  expect(written).toEqual([expect.stringContaining('a\nb\nc\n')]);
  await log.close();
});

test('a note travels with the next commit and brings none about', async () => {
  const { log, written } = await open();
  log.note('noted\n');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(written).toEqual([]);
  await log.append('a\n');
  expect(written).toEqual([expect.stringContaining('noted\na\n')]);
  await log.flush();
  expect(written).toHaveLength(1);
  await log.close();
});

test('flush and close write down what was noted', async () => {
  const { log, written } = await open();
  log.note('first\n');
  await log.flush();
  expect(written).toEqual([expect.stringContaining('first\n')]);
  log.note('second\n');
  await log.close();
  const [, second, end] = written;
  expect(second).toContain('second\n');
  expect(end).toContain('{"end":true}\n');
  await expect(log.append('third\n')).rejects.toMatchObject({ code: 'JOURNAL_FAILED' });
});

test('hundreds of lines under way at the same time are few commits', async () => {
  const { log, written } = await open();
  const writer = async () => {
    for (let i = 0; i < 20; i++) await log.append('line\n');
  };
  await Promise.all(Array.from({ length: 50 }, writer));
  expect(written.length).toBeLessThan(100);
  await log.close();
});
