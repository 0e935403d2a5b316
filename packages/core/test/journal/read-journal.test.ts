import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { type CommitLog, openCommitLog } from '../../src/journal/commit-log';
import { journalEnd } from '../../src/journal/journal-end';
import { type ReadOptions, readJournal } from '../../src/journal/read-journal';

const line = (content: object) => `${JSON.stringify(content)}\n`;
const intent = (seq: number) => line({ seq, operation: 'PutItem', input: { text: 'x'.repeat(300) }, touched: [] });
const outcome = (of: number, result = 'done') => line({ of, result });

async function write(dir: string, lines: string[], fileSize?: number): Promise<void> {
  const log: CommitLog = await openCommitLog({ dir, fileSize }, await journalEnd(dir));
  for (const one of lines) await log.append(one);
  await log.close();
}

async function read(dir: string, options: ReadOptions = {}) {
  const found: [number, string | undefined][] = [];
  for await (const { seq, outcome: end } of readJournal(dir, options)) found.push([seq, end?.result]);
  return found;
}

const five = [1, 2, 3, 4, 5].flatMap((seq) => [intent(seq), outcome(seq)]);

describe('readJournal', () => {
  test('joins intents with outcomes, over files', async () => {
    const dir = tempDir();
    await write(dir, [...five, intent(6)], 100);
    expect(readdirSync(dir).length).toBeGreaterThan(5);
    const all: [number, string | undefined][] = [1, 2, 3, 4, 5].map((seq) => [seq, 'done']);
    expect(await read(dir)).toEqual([...all, [6, undefined]]);
  });

  test('a later outcome settles an unknown one', async () => {
    const dir = tempDir();
    await write(dir, [intent(1), outcome(1, 'unknown'), intent(2), outcome(2, 'unknown'), outcome(1, 'done')]);
    expect(await read(dir)).toEqual([
      [1, 'done'],
      [2, 'unknown'],
    ]);
  });

  test('reads what lies before a tear, wherever that is', async () => {
    const dir = tempDir();
    await write(dir, five);
    const file = path.join(dir, '000001.journal');
    const whole = readFileSync(file);
    let known = 5;
    for (let size = whole.length - 1; size >= 0; size -= 7) {
      writeFileSync(file, whole.subarray(0, size));
      const torn: number[] = [];
      const found = await read(dir, { onTorn: ({ bytes }) => torn.push(bytes) });
      expect(found.length).toBeLessThanOrEqual(known);
      known = found.length;
      expect(found.map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5].slice(0, known));
      expect(torn.length).toBeLessThanOrEqual(1);
    }
    expect(known).toBe(0);
  });

  test('a wrong checksum is damage, wherever it is', async () => {
    const dir = tempDir();
    await write(dir, five);
    const file = path.join(dir, '000001.journal');
    const bytes = readFileSync(file);
    const spoil = (at: number) => {
      const spoilt = Buffer.from(bytes);
      spoilt[at]! ^= 0xff;
      writeFileSync(file, spoilt);
    };
    for (const at of [bytes.length - 1, 60]) {
      spoil(at);
      await expect(read(dir)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
    }
    writeFileSync(file, `${'something else'.repeat(9)}`);
    await expect(read(dir)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
  });

  test('a log that is opened again leaves torn files as they are', async () => {
    const dir = tempDir();
    await write(dir, five);
    const file = path.join(dir, '000001.journal');
    // Its end, and a part of the last outcome.
    truncateSync(file, statSync(file).size - 34);
    await write(dir, [intent(6), outcome(6)]);
    expect(await read(dir)).toEqual([1, 2, 3, 4, 6, 5].map((seq) => [seq, seq === 5 ? undefined : 'done']));
  });

  test('the first failure to write fails everything behind it', async () => {
    let syncs = 0;
    const log = await openCommitLog({
      dir: tempDir(),
      createFile: async () => {
        const sync = async () => {
          syncs++;
          if (syncs === 3) throw new Error('input/output error');
        };
        return { write: async () => {}, sync, close: async () => {} };
      },
    });
    await log.append('one\n');
    const ends = await Promise.allSettled([log.append('two\n'), log.append('three\n')]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(log.append('four\n')).rejects.toMatchObject({ code: 'JOURNAL_FAILED' });
    expect(syncs).toBe(3);
    await log.close();
  });
});
