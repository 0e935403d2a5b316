import fc from 'fast-check';
import { keyIndex } from '../../../src/preview/images/key-index';

test('finds what was added, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 900 }),
      fc.array(fc.string({ maxLength: 6 })),
      (added, others) => {
        const index = keyIndex((number) => added[number]!);
        for (const [number, text] of added.entries()) {
          expect(index.find(text)).toBeUndefined();
          expect(index.add(text)).toBe(number);
        }
        for (const text of [...added, ...others]) {
          const number = added.indexOf(text);
          expect(index.find(text)).toBe(number < 0 ? undefined : number);
        }
      },
    ),
  );
});

test('texts of the same hash are told apart by what they are', () => {
  // Any two of 2^17 texts or so are likely to share one of 2^32 hashes.
  const texts = Array.from({ length: 200_000 }, (_, n) => `key ${n}`);
  const index = keyIndex((number) => texts[number]!);
  for (const text of texts) index.add(text);
  for (const [number, text] of texts.entries()) if (index.find(text) !== number) throw new Error(text);
});
