import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { openCommitLog } from '../../src/journal/commit-log';
import type { KnownExtent } from '../../src/journal/extent';
import { fileName, frameHead, header } from '../../src/journal/format';
import { journalEnd } from '../../src/journal/journal-end';
import { readJournal } from '../../src/journal/read-journal';

/** What a journal holds, and what its run has noted of it. */
interface Given {
  dir: string;
  extent: KnownExtent;
  entries: string[];
}

/** Writes the writes of some sessions; all but the last are killed, which leaves the torn beginning of a frame. */
async function journalOf(
  sessions: number[],
  { fileSize = 600, ended = true, run = undefined as string | undefined } = {},
): Promise<Given> {
  const dir = path.join(tempDir(), 'journal');
  let extent: KnownExtent = { frames: 0 };
  for (const [i, writes] of sessions.entries()) {
    const isLast = i === sessions.length - 1;
    const { seq, ...end } = await journalEnd(dir);
    const log = await openCommitLog({ dir, fileSize, ...(run !== undefined && { run }) }, end);
    for (let n = seq + 1; n <= seq + writes; n++) {
      const input = { n, text: 'x'.repeat((n * 37) % 400) };
      await log.append(`${JSON.stringify({ seq: n, operation: 'PutItem', input, touched: [] })}\n`);
      await log.append(`${JSON.stringify({ of: n, result: 'done' })}\n`);
    }
    extent = { frames: log.frames };
    await log.close();
    if (isLast && ended) extent = { frames: log.frames, end: log.frames };
    else tearEnd(dir);
  }
  return { dir, extent: { ...extent, ...(run !== undefined && { run }) }, entries: await read(dir, extent) };
}

/** Makes of the end that a session has written the beginning of a frame that was being written when it was killed. */
function tearEnd(dir: string): void {
  const file = path.join(dir, readdirSync(dir).sort().at(-1)!);
  writeFileSync(file, readFileSync(file).subarray(0, -7));
}

async function read(dir: string, extent?: KnownExtent): Promise<string[]> {
  const found: string[] = [];
  for await (const { seq, outcome } of readJournal(dir, { extent })) found.push(`${seq} ${outcome?.result}`);
  return found;
}

type Damage = (dir: string, pick: (many: number) => number) => void;

function inFile(change: (bytes: Buffer, pick: (many: number) => number) => Buffer): Damage {
  return (dir, pick) => {
    const names = readdirSync(dir).sort();
    const file = path.join(dir, names[pick(names.length)]!);
    writeFileSync(file, change(readFileSync(file), pick));
  };
}

/** Where the frames of a file begin, and where the last one ends. */
function framesIn(bytes: Buffer): number[] {
  const offsets = [header.length];
  while (offsets.at(-1)! + frameHead <= bytes.length) {
    const next = offsets.at(-1)! + frameHead + bytes.readUInt32LE(offsets.at(-1)!);
    if (next > bytes.length) break;
    offsets.push(next);
  }
  return offsets;
}

const damages: { [name: string]: Damage } = {
  'a flipped byte': inFile((bytes, pick) => {
    bytes[pick(bytes.length)]! ^= 1 << pick(8);
    return bytes;
  }),
  'a cut anywhere': inFile((bytes, pick) => bytes.subarray(0, pick(bytes.length))),
  'a cut at a frame': inFile((bytes, pick) => {
    const offsets = framesIn(bytes).slice(0, -1);
    return bytes.subarray(0, offsets[pick(offsets.length)]);
  }),
  'a tail of zeros': inFile((bytes, pick) => bytes.fill(0, pick(bytes.length))),
  'a tail of zeros from a frame on': inFile((bytes, pick) => {
    const offsets = framesIn(bytes).slice(0, -1);
    return bytes.fill(0, offsets[pick(offsets.length)]);
  }),
  'a frame taken out': inFile((bytes, pick) => {
    const offsets = framesIn(bytes);
    const at = pick(offsets.length - 1);
    return Buffer.concat([bytes.subarray(0, offsets[at]), bytes.subarray(offsets[at + 1])]);
  }),
  'a frame twice': inFile((bytes, pick) => {
    const offsets = framesIn(bytes);
    const at = pick(offsets.length - 1);
    return Buffer.concat([bytes.subarray(0, offsets[at + 1]), bytes.subarray(offsets[at])]);
  }),
  'a wrong length': inFile((bytes, pick) => {
    const offsets = framesIn(bytes);
    bytes.writeUInt32LE(pick(2 ** 31), offsets[pick(offsets.length - 1)]);
    return bytes;
  }),
  'a missing file': (dir, pick) => {
    const names = readdirSync(dir);
    rmSync(path.join(dir, names[pick(names.length)]!));
  },
  'a file in the place of another': (dir, pick) => {
    const many = readdirSync(dir).length;
    copyFileSync(path.join(dir, fileName(1 + pick(many))), path.join(dir, fileName(1 + pick(many))));
  },
  'no file at all': (dir) => rmSync(dir, { recursive: true }),
};

const sessions = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 });

/** Picks from lists by what fast-check gives, over and over. */
function picker(numbers: number[]): (many: number) => number {
  let at = 0;
  return (many) => Math.floor(numbers[at++ % numbers.length]! * many);
}

const picks = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 5, maxLength: 5 });

describe('a journal that came to its end is read whole or not at all', () => {
  test.each(Object.entries(damages))('%s', async (_name, damage) => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(sessions, picks, async (writes, numbers) => {
        const { dir, extent, entries } = await journalOf(writes);
        damage(dir, picker(numbers));
        const found = await read(dir, extent).catch((error) => {
          expect(error).toMatchObject({ code: 'JOURNAL_DAMAGED', message: expect.stringContaining(dir) });
          refused++;
          return entries;
        });
        expect(found).toEqual(entries);
      }),
      { numRuns: Number(process.env.JOURNAL_DAMAGES ?? 25) },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

test('of a session that was killed, the last frame may be torn, wherever', async () => {
  const { dir, extent, entries } = await journalOf([2, 3], { ended: false });
  const names = readdirSync(dir).sort();
  const file = path.join(dir, names.at(-1)!);
  const whole = readFileSync(file);
  const offsets = framesIn(whole);
  for (let size = offsets.at(-1)!; size < whole.length; size++) {
    writeFileSync(file, whole.subarray(0, size));
    const torn: number[] = [];
    const found: string[] = [];
    for await (const { seq, outcome } of readJournal(dir, { extent, onTorn: ({ bytes }) => torn.push(bytes) })) {
      found.push(`${seq} ${outcome?.result}`);
    }
    expect(found).toEqual(entries);
    expect(torn).toEqual(size > offsets.at(-1)! ? [size - offsets.at(-1)!] : []);
  }
});

test('of a session that was killed, a byte that is wrong in what is whole is no tear', async () => {
  const { dir, extent } = await journalOf([2], { ended: false, fileSize: 2 ** 20 });
  const file = path.join(dir, fileName(1));
  const bytes = readFileSync(file);
  const whole = framesIn(bytes).at(-1)!;
  for (let at = header.length; at < whole; at++) {
    for (const bit of [1, 128]) {
      const spoilt = Buffer.from(bytes);
      spoilt[at]! ^= bit;
      writeFileSync(file, spoilt);
      await expect(read(dir, { frames: 0 })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
    }
  }
  writeFileSync(file, bytes);
  expect(await read(dir, extent)).toHaveLength(2);
});

test('what a session that was killed had told of is missed', async () => {
  const { dir, extent } = await journalOf([3], { ended: false, fileSize: 2 ** 20 });
  const file = path.join(dir, fileName(1));
  const bytes = readFileSync(file);
  const offsets = framesIn(bytes);
  writeFileSync(file, bytes.subarray(0, offsets.at(-2)));
  await expect(read(dir, extent)).rejects.toMatchObject({
    code: 'JOURNAL_DAMAGED',
    message: `the journal is not whole: the journal in ${dir} ends at frame ${extent.frames - 1}, and the run had written ${extent.frames}`,
  });
});

test('what somebody wrote who had lost the run is no part of it', async () => {
  const { dir, extent, entries } = await journalOf([2, 2], { fileSize: 2 ** 20 });
  const first = path.join(dir, fileName(1));
  const other = path.join(tempDir(), 'journal');
  mkdirSync(other);
  const end = await journalEnd(dir, extent);
  // The first session goes on writing to its own file with the numbers that come next for it.
  const frames = framesIn(readFileSync(first)).length - 1;
  const log = await openCommitLog({ dir: other }, { ...end, frames: frames - 1 });
  await log.append(`${JSON.stringify({ seq: 3, operation: 'PutItem', input: { late: true }, touched: [] })}\n`);
  await log.close();
  const bytes = readFileSync(path.join(other, fileName(1)));
  const late = bytes.subarray(framesIn(bytes)[1]);
  writeFileSync(first, Buffer.concat([readFileSync(first).subarray(0, framesIn(readFileSync(first)).at(-1)), late]));
  expect(await read(dir, extent)).toEqual(entries);
});

test('with what is lost passed over, all the rest is read', async () => {
  const { dir, extent, entries } = await journalOf([5], { fileSize: 2 ** 20 });
  const file = path.join(dir, fileName(1));
  const bytes = readFileSync(file);
  const offsets = framesIn(bytes);
  // Both frames of the second write, after the line that begins the file and the two of the first one.
  bytes.fill(0, offsets[3], offsets[5]);
  writeFileSync(file, bytes);
  const lost: string[] = [];
  const found: string[] = [];
  for await (const { seq, outcome } of readJournal(dir, { extent, onDamage: (sentence) => lost.push(sentence) })) {
    found.push(`${seq} ${outcome?.result}`);
  }
  expect(found).toEqual(entries.filter((entry) => !entry.startsWith('2 ')));
  expect(lost).toEqual([
    `${file} is damaged at byte ${offsets[3]}`,
    `frames 4 to 5 are missing in or before ${file}`,
    `write 2 is missing in or before ${file}`,
  ]);
});

test('what a later session had begun when it was killed is no damage, however far it came', async () => {
  const { dir, extent, entries } = await journalOf([2]);
  const { seq: _, ...end } = await journalEnd(dir, extent);
  const log = await openCommitLog({ dir }, end);
  await log.append(`${JSON.stringify({ settled: 'r1', segment: 0, ordinal: 0 })}\n`);
  const file = path.join(dir, readdirSync(dir).sort().at(-1)!);
  const bytes = readFileSync(file);
  await log.close();
  for (let size = 0; size <= bytes.length; size++) {
    writeFileSync(file, bytes.subarray(0, size));
    expect(await read(dir, extent)).toEqual(entries);
  }
  rmSync(file);
  expect(await read(dir, extent)).toEqual(entries);
});

test('of an end that is there, more is missed that other files tell of', async () => {
  const { dir, extent } = await journalOf([2]);
  await expect(read(dir, { ...extent, frames: extent.frames + 2 })).rejects.toMatchObject({
    message: expect.stringContaining(`and the run had written ${extent.frames + 2}`),
  });
});

describe('files of another run', () => {
  const both = async () => [await journalOf([3], { run: 'a' }), await journalOf([4], { run: 'b' })] as const;
  const passedOver = async ({ dir, extent }: Given) => {
    const lost: string[] = [];
    const found: string[] = [];
    for await (const { seq } of readJournal(dir, { extent, onDamage: (sentence) => lost.push(sentence) })) {
      found.push(String(seq));
    }
    return { lost, found };
  };

  test('in place of all of its own are not taken for them', async () => {
    const [a, b] = await both();
    rmSync(a.dir, { recursive: true });
    cpSync(b.dir, a.dir, { recursive: true });
    await expect(read(a.dir, a.extent)).rejects.toMatchObject({
      message: expect.stringContaining('of another journal'),
    });
    expect((await passedOver(a)).found).toEqual([]);
  });

  test.each([1, 2, 9])('as file %i beside its own are refused, and passed over by force', async (number) => {
    const [a, b] = await both();
    const own = readdirSync(a.dir).length;
    copyFileSync(path.join(b.dir, fileName(1)), path.join(a.dir, fileName(number)));
    await expect(read(a.dir, a.extent)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
    const { lost, found } = await passedOver(a);
    expect(lost).toContain(`${path.join(a.dir, fileName(number))} is file 1 of another journal`);
    // What it has put itself in the place of is gone.
    if (number > own) expect(found).toEqual(['1', '2', '3']);
    else expect(found.length).toBeLessThan(4);
  });
});
