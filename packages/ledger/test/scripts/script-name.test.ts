import { compareScriptNames, parseScriptName } from '../../src';

const noon = Date.UTC(2021, 4, 4, 12, 41, 17);
const midnight = Date.UTC(2021, 4, 4);

test.each([
  ['2021-05-04T12:41:17Z-add-auth.js', noon, 'add-auth', true],
  ['2021-05-04T124117Z-add-auth.ts', noon, 'add-auth', false],
  ['2021-05-04T12-41-17Z-add-auth.mjs', noon, 'add-auth', false],
  ['2021-05-04T12:41:17.250Z-add-auth.js', noon + 250, 'add-auth', true],
  ['2021-05-04T14:41:17+02:00-add-auth.js', noon, 'add-auth', true],
  ['20210504T124117Z-add-auth.cjs', noon, 'add-auth', false],
  ['20210504T1241-add_auth.js', noon - 17_000, 'add_auth', false],
  ['2021-05-04-add-auth.js', midnight, 'add-auth', false],
  ['20210504_add-auth.js', midnight, 'add-auth', false],
  ['2021-05-04T12:41:17-add.auth.cts', noon, 'add.auth', true],
])('%s', (file, time, title, colons) => {
  expect(parseScriptName(file)).toEqual({ file, time, title, colons });
});

test.each([
  'add-auth.js',
  '2021-05-add-auth.js',
  '2021-13-04-add-auth.js',
  '2021-06-31-add-auth.js',
  '2021-05-04T25:00:00Z-add-auth.js',
  '2021-05-04T12:41:17Z.js',
  '2021-05-04-add-auth.json',
  '2021-0504-add-auth.js',
])('%s begins with no date, or is no code', (file) => {
  expect(parseScriptName(file)).toBeUndefined();
});

test('are in the order of their characters, as LC_ALL=C ls has them', () => {
  const names = [
    '2021-05-04T12:41:17Z-b.js',
    '2021-05-04-z.js',
    '2021-05-04T12:41:17Z-B.js',
    '2021-05-04T124117Z-a.js',
  ];
  expect(names.sort(compareScriptNames)).toEqual([
    '2021-05-04-z.js',
    '2021-05-04T124117Z-a.js',
    '2021-05-04T12:41:17Z-B.js',
    '2021-05-04T12:41:17Z-b.js',
  ]);
});
