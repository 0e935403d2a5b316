import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Item, Send } from '@dynamodb-migrate/core';
import { openScratch, parseTableSpec, readSeed, seedFrom, seedItems } from '../../src';

let dir: string;
let send: Send;
const table = 'things';

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'seed-'));
  ({ send } = await openScratch());
  await send('CreateTable', parseTableSpec(`${table}:id`));
});
afterEach(() => rm(dir, { recursive: true }));

async function file(content: string | Buffer, name = 'things.ndjson'): Promise<string> {
  await writeFile(path.join(dir, name), content);
  return path.join(dir, name);
}

async function read(content: string | Buffer): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { item } of readSeed(await file(content))) items.push(item);
  return items;
}

const wire = { id: { S: 'a' }, n: { N: '12345678901234567890' }, ss: { SS: ['x'] }, m: { M: { no: { BOOL: false } } } };

test.each([
  ['wire form', `${JSON.stringify(wire)}\n`],
  ['export lines, no end of line', JSON.stringify({ Item: wire })],
  ['blank lines, CRLF and a byte order mark', `\ufeff\r\n  \r\n${JSON.stringify(wire)}\r\n\r\n`],
  ['a JSON array', `[\n${JSON.stringify(wire, null, 2)}\n]`],
  ['gzip', gzipSync(JSON.stringify(wire))],
])('reads %s', async (_what, content) => {
  expect(await read(content)).toEqual([wire]);
});

const plain =
  '{"id":"a \\"1\\": 2","n":12345678901234567890123.450,"l":[1e3,-0.5,null,true,"5","n5"],"m":{"N":"1","x":{}},"e":""}';
const fromPlain = {
  id: { S: 'a "1": 2' },
  n: { N: '12345678901234567890123.450' },
  l: { L: [{ N: '1e3' }, { N: '-0.5' }, { NULL: true }, { BOOL: true }, { S: '5' }, { S: 'n5' }] },
  m: { M: { N: { S: '1' }, x: { M: {} } } },
  e: { S: '' },
};

test('reads plain JSON with all the digits of its numbers', async () => {
  expect(await read(`${plain}\n`)).toEqual([fromPlain]);
  expect(await read(`[${plain}, ${JSON.stringify(wire)}]`)).toEqual([fromPlain, wire]);
});

test('puts more than a batch, and the last of two with one key stays', async () => {
  const lines = Array.from({ length: 60 }, (_, n) => JSON.stringify({ id: `k${n % 59}`, n }));
  const seeds = [{ table, file: await file(lines.join('\n')) }];
  expect(await seedFrom(send, seeds)).toEqual([{ ...seeds[0], items: 60 }]);
  const { Items } = await send('Scan', { TableName: table });
  expect(Items).toHaveLength(59);
  expect(Items).toContainEqual({ id: { S: 'k0' }, n: { N: '59' } });
});

test('puts items that are handed over', async () => {
  await seedItems(send, table, [wire]);
  expect((await send('Scan', { TableName: table })).Items).toEqual([wire]);
});

test.each([
  ['{"id":"a"}\n{"id":', /^line 2 of .*things\.ndjson is not JSON: /],
  ['{"id":"a"}\n\n17', /^line 3 of .*things\.ndjson is no item: 17$/],
  ['null', /^line 1 of .* is no item: null$/],
  ['[{"id":"a"},\n["b"]]', /^element 2 of .* is no item: \["b"\]$/],
  ['[{"id":"a"},', /things\.ndjson is not JSON: /],
  ['{"id":"a"}\n{"id":5}', /^line 2 of .* cannot be put into things: .*Type mismatch/],
  ['{"id":"a"}\n{"other":"b"}', /^line 2 of .* cannot be put into things: .*Missing the key id/],
  [gzipSync('{"id":"a"}\n'.repeat(50)).subarray(0, 30), /things\.ndjson cannot be read: /],
])('refuses %j', async (content, message) => {
  const seeding = seedFrom(send, [{ table, file: await file(content) }]);
  await expect(seeding).rejects.toMatchObject({ code: 'BAD_SEED' });
  await expect(seeding).rejects.toThrow(message);
});

test('refuses a missing file and a missing table', async () => {
  const missing = path.join(dir, 'nope.ndjson');
  await expect(seedFrom(send, [{ table, file: missing }])).rejects.toMatchObject({ code: 'BAD_SEED' });
  await expect(seedFrom(send, [{ table: 'nope', file: missing }])).rejects.toMatchObject({
    code: 'NO_SUCH_TABLE',
    message: `There is no table nope to put ${missing} into`,
    hint: expect.stringContaining('--table nope:KEY'),
  });
});
