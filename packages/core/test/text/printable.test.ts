import { forbidden, hostileText } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { printable, printableLines } from '../../src';

test('nothing that acts or hides comes through, and JSON brings it back', () => {
  const runs = { numRuns: 2000 };
  fc.assert(
    fc.property(fc.oneof(hostileText(), fc.string({ unit: 'binary' })), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(forbidden);
      expect(printable(shown)).toBe(shown);
      expect(JSON.parse(`"${shown.replace(/\\(?!u)|"/g, '\\$&')}"`)).toBe(unescapedTwice(text));
    }),
    runs,
  );
});

// Text that spells an escape itself reads like the character.
function unescapedTwice(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}

test('every character that acts or hides is spelled', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (forbidden.test(character)) expect(printable(character)).toMatch(/^(\\u[0-9a-f]{4}){1,2}$/);
  }
  expect(printable('\u202e \u{e0041} \ud800')).toBe('\\u202e \\udb40\\udc41 \\ud800');
});

test('ordinary text stays as it is', () => {
  const texts = ['id "a1", range 7', 'naïve – “quoted” … ✓ 😀 ❤️ 日本語 עברית', '\u00a0\u3000'];
  for (const text of texts) expect(printable(text)).toBe(text);
});

test('line breaks and tabs may stay', () => {
  expect(printableLines('a\n\tb\r\n\u001bc')).toBe('a\n\tb\\u000d\n\\u001bc');
});
