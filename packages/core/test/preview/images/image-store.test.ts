import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imageStore } from '@dynamodb-migrate/core';
import fc from 'fast-check';

const folder = mkdtempSync(path.join(tmpdir(), 'images-'));
afterAll(() => rmSync(folder, { recursive: true }));

const block = 2 ** 20;

test('every text is read as it was kept, wherever it lies: in memory, on disk, over the ends of blocks', () => {
  const length = fc.oneof(
    fc.integer({ min: 0, max: 2_000 }),
    fc.integer({ min: block - 20, max: block + 20 }),
    fc.integer({ min: 2 * block, max: 5 * block }),
  );
  const character = fc.constantFrom('a', 'é', '\u{1f600}', '"');
  const texts = fc.array(fc.tuple(character, length, fc.nat()), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.constantFrom(1, 3 * block), (all, memory) => {
      const store = imageStore({ folder, memory });
      const kept = all.map(([one, times, number]) => {
        const text = `${number}${one.repeat(times / Buffer.byteLength(one))}${number}`;
        return { text, at: store.keep(text) };
      });
      for (const { text, at } of [...kept, ...kept.toReversed()]) {
        // Told by a boolean: nobody wants to read megabytes.
        if (store.text(at) !== text) throw new Error(`what lies at ${at} is another text`);
      }
      store.close();
    }),
    { numRuns: 25 },
  );
});

test('many small texts, all but the last of them on disk', () => {
  const store = imageStore({ folder, memory: 1 });
  const places = Array.from({ length: 60_000 }, (_, n) => store.keep(`${n} ${'x'.repeat(n % 100)}`));
  expect(places[0]).toBeGreaterThan(0);
  for (let n = 0; n < places.length; n += 7) {
    expect(store.text(places[n]!)).toBe(`${n} ${'x'.repeat(n % 100)}`);
  }
  store.close();
});

test('nothing is seen in the folder, and nothing is left there', () => {
  const store = imageStore({ folder, memory: 1 });
  for (let n = 0; n < 5; n++) store.keep('x'.repeat(block));
  expect(readdirSync(folder)).toEqual([]);
  store.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that takes no file is named', () => {
  const missing = path.join(folder, 'missing');
  const store = imageStore({ folder: missing, memory: 1 });
  const fill = () => {
    for (let n = 0; n < 5; n++) store.keep('x'.repeat(block));
  };
  expect(fill).toThrow(
    expect.objectContaining({
      code: 'SPILL_FAILED',
      message: expect.stringContaining(missing),
      hint: expect.any(String),
    }),
  );
});
