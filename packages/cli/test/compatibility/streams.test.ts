import { gunzipSync, gzipSync } from 'node:zlib';
import { runBin, runMain, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const dir = tempDir();
const {
  'print.js': print,
  'all.js': all,
  'dump.gz': dump,
} = writeFiles(dir, {
  'print.js': `module.exports = (record, dyno, callback) => { console.log(JSON.stringify(record)); callback(); };
    module.exports.finish = (dyno, callback) => { console.log('finish'); callback(); };`,
  'all.js': 'module.exports = () => true;',
  'dump.gz': gzipSync('{"n":1}\n\n{"n":2}\n'),
});

const stream = (input: string | Uint8Array, ...flags: string[]) =>
  runMain(['stream', 'us-east-1/none', print, ...flags], { input });

const tableLine =
  '{"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"TableName":"people"}\n';
const scanned = { Items: [{ id: { S: 'a' } }, { id: { S: 'b' } }], Count: 2, ScannedCount: 2, ConsumedCapacity: null };

test.each<[string, string | Uint8Array, string[], string]>([
  [
    'blank lines, spaces, CRLF, no last newline',
    '{"id":{"S":"a"}}\r\n\n   \n{"id":{"S":"b"}}',
    [],
    '{"id":"a"}\n{"id":"b"}\nfinish\n',
  ],
  ['an empty stdin', '', [], 'finish\n'],
  ['wire lines with --dyno are passed through', '{"id":{"S":"a"}}\n', ['--dyno'], '{"id":{"S":"a"}}\nfinish\n'],
  ['scalars with --dyno are passed through', '5\n"str"\n', ['--dyno'], '5\n"str"\nfinish\n'],
  ['a byte order mark', '\ufeff{"id":{"S":"a"}}\n', [], '{"id":"a"}\nfinish\n'],
  ['invalid UTF-8 becomes U+FFFD', Buffer.from([0x22, 0xff, 0x22, 0x0a]), ['--dyno'], '"\ufffd"\nfinish\n'],
  [
    'a binary as the JSON of a Buffer, and a number that is no text',
    '{"b":{"B":{"type":"Buffer","data":[1]}},"n":{"N":5}}\n',
    [],
    '{"b":{"type":"Buffer","data":[1]},"n":5}\nfinish\n',
  ],
  ['lines of an export', '{"Item":{"id":{"S":"a"}}}\n', [], '{"id":"a"}\nfinish\n'],
  ['an export of dyno', `${tableLine}{"id":{"S":"a"}}\n`, [], '{"id":"a"}\nfinish\n'],
  ['lines of AWS Data Pipeline', '{"id":{"s":"a"},"tags":{"sS":["x"]}}\n', [], '{"id":"a","tags":["x"]}\nfinish\n'],
  ['what aws dynamodb scan prints', JSON.stringify(scanned, null, 4), [], '{"id":"a"}\n{"id":"b"}\nfinish\n'],
  [
    'plain records that hold such forms with --dyno',
    '{"id":1,"Items":[{"id":{"S":"a"}}],"n":{"n":"1"}}\n',
    ['--dyno'],
    '{"id":1,"Items":[{"id":{"S":"a"}}],"n":{"n":"1"}}\nfinish\n',
  ],
])('%s', async (_, input, flags, expected) => {
  expect(await stream(input, ...flags)).toMatchObject({ code: 0, stdout: expected });
});

test.each<[string, string, string[], string]>([
  ['a bad line', '{"id":{"S":"a"}}\n{bad\n', [], 'line 2 of stdin is not JSON'],
  ['plain JSON without --dyno', '{"id":"a"}\n', [], "line 1 of stdin is not in DynamoDB's wire form"],
  ['a number that is none', '{"n":{"N":"abc"}}\n', [], 'attribute "n" is {"N":"abc"}'],
  ['a binary that is no base64', '{"b":{"B":"!!"}}\n', [], 'attribute "b" is {"B":"!!"}'],
  ['an empty set', '{"s":{"SS":[]}}\n', [], 'attribute "s" is {"SS":[]}'],
  ['a string that is a number', '{"s":{"S":1}}\n', [], 'attribute "s" is {"S":1}'],
  ['a boolean that is text', '{"m":{"M":{"b":{"BOOL":"true"}}}}\n', [], 'attribute "m.b" is {"BOOL":"true"}'],
  ['null without --dyno', '\nnull\n', [], 'line 2 of stdin is null'],
  [
    'an export of dyno with --dyno',
    tableLine,
    ['--dyno'],
    'at the head of a dyno export, and no plain record\n  Leave --dyno',
  ],
  [
    'lines of AWS Data Pipeline with --dyno',
    '{"id":{"s":"a"}}\n',
    ['--dyno'],
    'line 1 of stdin is a line of AWS Data Pipeline, and no plain record\n  Leave --dyno away',
  ],
  [
    'what aws dynamodb scan prints with --dyno',
    JSON.stringify(scanned, null, 4),
    ['--dyno'],
    'line 1 of stdin is an answer of Scan or Query, and no plain record\n  Leave --dyno away',
  ],
  ['null with --dyno', '{"id":"a"}\nnull\n{"id":"b"}\n', ['--dyno'], 'line 2 of stdin is null'],
])('%s fails with its line, and without finish', async (_, input, flags, message) => {
  const { code, stdout, stderr } = await stream(input, ...flags);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stdout).not.toContain('finish');
  expect(code).toBe(1);
});

test('what is passed over is said, on stderr', async () => {
  const removed = '{"eventName":"REMOVE","dynamodb":{"Keys":{"id":{"S":"a"}}}}\n';
  const { code, stdout, stderr } = await stream(`${tableLine}${removed}`);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'finish\n' });
  expect(stderr).toMatch(
    /^line 1 of stdin is the description of table people at the head of a dyno export: passed over\n/,
  );
  expect(stderr).toContain('\npassed over 1 deletion in stdin, of which no record is left\n');
});

test('stream --rate prints the rate', async () => {
  const { code, stderr } = await stream('{"id":{"S":"a"}}\n', '--rate');
  expect(stderr).toMatch(/read depth: 0, in flight: 0, records: 1/);
  expect(code).toBe(0);
});

test('a file that ends in a newline gains no line by being filtered', async () => {
  const output = `${dir}/filtered.gz`;
  const { code } = await runBin([dump, all, '--output', output], { script: 'dynamodb-filter' });
  expect(code).toBe(0);
  expect(gunzipSync(require('node:fs').readFileSync(output)).toString()).toBe('{"n":1}\n\n{"n":2}\n');
});
