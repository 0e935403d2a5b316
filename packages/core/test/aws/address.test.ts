import { plainAddress } from '@dynamodb-migrate/core';
import fc from 'fast-check';

const host = fc.constantFrom(
  'localhost',
  'localhost:8000',
  '127.0.0.1:4567',
  '[::1]:8000',
  'dynamodb.example.com',
  'HOST:80',
);
const path = fc.constantFrom('', '/', '/some/path');
const secret = fc.string({ minLength: 1, maxLength: 8 }).map((text) => `SECRET${encodeURIComponent(text)}SECRET`);
const user = fc.oneof(
  secret,
  fc.tuple(secret, secret).map((pair) => pair.join(':')),
  secret.map((one) => `:${one}`),
);
const query = fc.constantFrom('', '?X-Amz-Signature=SECRET', '#SECRET', '?SECRET#SECRET');

test('what is left of an address is how it is spelled without them', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('http://', 'https://', 'HTTP://'),
      user,
      host,
      path,
      query,
      (scheme, who, at, on, asked) => {
        expect(plainAddress(`${scheme}${who}@${at}${on}${asked}`)).toBe(`${scheme}${at}${on}`);
        expect(plainAddress(`${scheme}${at}${on}`)).toBe(`${scheme}${at}${on}`);
      },
    ),
    { numRuns: 500 },
  );
});

test('no secret is left, however odd the address', () => {
  const begin = fc.constantFrom('http:', 'http:/', 'http:\\\\', 'http:///', 'ftp://', '', '//', 'localhost:', 'http//');
  fc.assert(
    fc.property(begin, fc.string({ maxLength: 6 }), host, path, (scheme, odd, at, on) => {
      expect(plainAddress(`${scheme}SECRET:${odd}SECRET@${at}${on}`)).not.toMatch(/secret/i);
    }),
    { numRuns: 1000 },
  );
});
