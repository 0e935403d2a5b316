import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { lines } from '@dynamodb-migrate/core';

async function read(chunks: (string | Buffer)[], form: 'wire' | 'plain' = 'plain') {
  const source = lines({ input: Readable.from(chunks, { objectMode: false }), from: 'stdin', form });
  const records: unknown[] = [];
  const names: string[] = [];
  for await (const page of source) {
    for (let i = 0; i < page.records.length; i++) {
      records.push(page.records.at(i));
      names.push(source.name(page, i));
    }
  }
  return { records, names };
}

describe('lines', () => {
  test.each([
    ['a final newline', ['{"a":1}\n{"a":2}\n']],
    ['no final newline', ['{"a":1}\n{"a":2}']],
    ['CRLF', ['{"a":1}\r\n{"a":2}\r\n']],
    ['blank lines and lines of spaces', ['\n{"a":1}\n   \n\n{"a":2}\n\t\n']],
    ['a byte order mark', ['\ufeff{"a":1}\n{"a":2}\n']],
    ['chunks that split lines', ['{"a"', ':1}\n{"', 'a":2', '}']],
    ['gzip', [gzipSync('{"a":1}\n{"a":2}\n')]],
    ['gzip a byte at a time', [...gzipSync('{"a":1}\n{"a":2}\n')].map((byte) => Buffer.from([byte]))],
    ['gzip of several members', [Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')])]],
  ])('reads %s', async (_what, chunks) => {
    expect((await read(chunks)).records).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('a character split between chunks stays whole', async () => {
    const bytes = Buffer.from('{"a":"€"}\n');
    expect((await read([bytes.subarray(0, 7), bytes.subarray(7)])).records).toEqual([{ a: '€' }]);
  });

  test('an empty input has no records', async () => {
    expect((await read([])).records).toEqual([]);
  });

  test('records are named by their line', async () => {
    expect((await read(['\n{"a":1}\n\n{"a":2}\n'])).names).toEqual(['line 2', 'line 4']);
  });

  test('wire form and export lines', async () => {
    const { records, names } = await read(['{"id":{"S":"a"}}\n{"Item":{"id":{"S":"b"},"n":{"N":"1"}}}\n'], 'wire');
    expect(records).toEqual([{ id: { S: 'a' } }, { id: { S: 'b' }, n: { N: '1' } }]);
    expect(names).toEqual(['line 1 (id "a")', 'line 2 (id "b", n 1)']);
  });

  test('binaries that are the JSON of a Buffer, and numbers that are no text', async () => {
    const line =
      '{"b":{"B":{"type":"Buffer","data":[1,2]}},"m":{"M":{"s":{"BS":[{"type":"Buffer","data":[3]}]}}},"n":{"N":5}}';
    const item = { b: { B: 'AQI=' }, m: { M: { s: { BS: ['Aw=='] } } }, n: { N: '5' } };
    expect((await read([`${line}\n{"Item":${line}}\n`], 'wire')).records).toEqual([item, item]);
  });

  test('only what looks like plain JSON gets the hint that it may be that', async () => {
    await expect(read(['{"n":1}\n'], 'wire')).rejects.toMatchObject({
      hint: expect.stringContaining("the form 'plain'"),
    });
    await expect(read(['{"n":{"N":"abc"}}\n'], 'wire')).rejects.toMatchObject({
      hint: 'Correct the line, or remove it.',
    });
  });

  test('an attribute named Item is not an export line', async () => {
    expect((await read(['{"Item":{"S":"a"}}\n'], 'wire')).records).toEqual([{ Item: { S: 'a' } }]);
  });

  test.each([
    ['{"id":"a"}', /line 2 of stdin is not in DynamoDB's wire form: attribute "id" is "a"/],
    ['{"id":{"S":1}}', /attribute "id" is \{"S":1\}/],
    ['{"ok":{"BOOL":"true"}}', /attribute "ok" is \{"BOOL":"true"\}/],
    ['{"n":{"N":"abc"}}', /attribute "n" is \{"N":"abc"\}/],
    ['{"n":{"N":" "}}', /attribute "n" is/],
    ['{"b":{"B":"!!"}}', /attribute "b" is \{"B":"!!"\}/],
    ['{"b":{"B":"A"}}', /attribute "b" is/],
    ['{"s":{"SS":[]}}', /attribute "s" is \{"SS":\[\]\}/],
    ['{"s":{"NS":["1","x"]}}', /attribute "s" is/],
    ['{"m":{"M":{"l":{"L":[{"S":"a"},{"N":"abc"}]}}}}', /attribute "m\.l\[1\]" is \{"N":"abc"\}/],
    ['{"Item":{"n":{"N":"abc"}}}', /attribute "n" is \{"N":"abc"\}/],
    ['{"__proto__":{"S":1}}', /attribute "__proto__" is/],
    ['5', /it is 5/],
    ['null', /line 2 of stdin is null/],
    ['{"id":', /line 2 of stdin is not JSON/],
  ])('refuses the wire line %s', async (line, message) => {
    await expect(read([`{"id":{"S":"a"}}\n${line}\n`], 'wire')).rejects.toThrow(message);
  });

  test('plain scalars are handed on, null is refused', async () => {
    expect((await read(['5\n"str"\n'])).records).toEqual([5, 'str']);
    await expect(read(['5\nnull\n6\n'])).rejects.toThrow('line 2 of stdin is null, which is no record');
  });

  test('a gzip that ends too early is refused with the last line read', async () => {
    const whole = gzipSync(Array.from({ length: 5000 }, (_, i) => `{"a":${i}}\n`).join(''));
    await expect(read([whole.subarray(0, whole.length - 20)])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/stdin cannot be read beyond line \d+: its gzip data ends too early/),
    });
  });
});
