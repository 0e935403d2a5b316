import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type Item, lines } from '@dynamodb-migrate/core';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';

async function read(text: string | Buffer, form: 'wire' | 'plain' = 'wire') {
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const source = lines({
    input: Readable.from([text], { objectMode: false }),
    from: 'x',
    form,
    notes: { info: note, warn: note },
  });
  const records: unknown[] = [];
  for await (const page of source) for (let i = 0; i < page.records.length; i++) records.push(page.records.at(i));
  return { records, notes };
}

const spelled: { [type: string]: string } = {
  ...{ S: 's', N: 'n', B: 'b', SS: 'sS', NS: 'nS', BS: 'bS', BOOL: 'bOOL', NULL: 'nULLValue' },
};

function pipelined(value: any): any {
  const [[type, content]] = Object.entries<any>(value) as [[string, any]];
  if (type === 'L') return { l: content.map(pipelined) };
  if (type === 'M') return { m: pipelinedMap(content) };
  return { [spelled[type]!]: content };
}

function pipelinedMap(item: object): object {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, pipelined(value)]));
}

const description = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  TableName: 'people',
};
const ndjson = (documents: object[]) => documents.map((document) => `${JSON.stringify(document)}\n`).join('');
const keys = (item: Item) => ({ id: item.id });
const event = (item: Item, eventName = 'INSERT') => ({
  eventID: '1',
  eventName,
  eventSource: 'aws:dynamodb',
  dynamodb: { Keys: keys(item), NewImage: item, SequenceNumber: '1', StreamViewType: 'NEW_AND_OLD_IMAGES' },
});
const kinesis = (item: Item) => ({
  awsRegion: 'us-east-1',
  eventName: 'MODIFY',
  userIdentity: null,
  recordFormat: 'application/json',
  tableName: 'people',
  dynamodb: { ApproximateCreationDateTime: 1, Keys: keys(item), NewImage: item, OldImage: keys(item), SizeBytes: 9 },
});
const incremental = (item: Item) => ({
  Metadata: { WriteTimestampMicros: { N: '1' } },
  Keys: keys(item),
  OldImage: keys(item),
  NewImage: item,
});
const page = (Items: Item[]) => ({ Items, Count: Items.length, ScannedCount: Items.length, ConsumedCapacity: null });

/** Items as each tool writes them. */
const forms: { [name: string]: (items: Item[]) => string } = {
  'lines of an export to S3': (items) => ndjson(items.map((Item) => ({ Item }))),
  'an export of dyno': (items) => ndjson([description, ...items]),
  'AWS Data Pipeline': (items) => ndjson(items.map(pipelinedMap)),
  'older AWS Data Pipeline': (items) =>
    items
      .map((item) => Object.entries(item).map(([name, value]) => `${name}\u0003${JSON.stringify(pipelined(value))}`))
      .map((attributes) => `${attributes.join('\u0002')}\n`)
      .join(''),
  'an answer of Scan in a line': (items) => ndjson([page(items)]),
  'a list in a line': (items) => ndjson([items]),
  'GetItem, answer after answer': (items) => ndjson(items.map((Item) => ({ Item, ConsumedCapacity: null }))),
  BatchGetItem: (items) => ndjson([{ Responses: { people: items }, UnprocessedKeys: {} }]),
  TransactGetItems: (items) => ndjson([{ Responses: items.map((Item) => ({ Item })) }]),
  'incremental exports': (items) => ndjson(items.map(incremental)),
  'stream records': (items) => ndjson(items.map((item) => event(item))),
  'stream records on Kinesis': (items) => ndjson(items.map(kinesis)),
  'events of a stream': (items) => ndjson([{ Records: items.map((item) => event(item, 'MODIFY')) }]),
};
// Names of attributes end where the older form has its control characters.
const items = fc
  .array(itemArbitrary(), { minLength: 1, maxLength: 4 })
  .filter((all) => !/\\u000[23]/.test(JSON.stringify(all)));

describe.each(Object.entries(forms))('%s', (name, write) => {
  test('is read as its items', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (given) => {
        expect((await read(write(given))).records).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  test('is no plain record', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (given) => {
        const code = expect.stringMatching(name === 'older AWS Data Pipeline' ? /WIRE_LINE/ : /WIRE_LINE|FOREIGN_FORM/);
        await expect(read(write(given), 'plain')).rejects.toMatchObject({ code });
      }),
      { numRuns: 20 },
    );
  });
});

describe.each([1, 2, 4, '\t'])('documents over lines indented by %j', (indent) => {
  const printed = (documents: object[]) =>
    documents.map((document) => JSON.stringify(document, null, indent)).join('\n');

  test.each<[string, (items: Item[]) => object[]]>([
    ['an answer of Scan', (given) => [page(given)]],
    ['answers of Scan', (given) => [page(given), page([]), page(given)]],
    ['a list', (given) => [given]],
    ['records', (given) => given],
    ['an event of a stream', (given) => [{ Records: given.map((item) => event(item)) }]],
    ['BatchGetItem', (given) => [{ Responses: { people: given } }]],
  ])('%s', async (name, documents) => {
    await fc.assert(
      fc.asyncProperty(items, fc.boolean(), async (given, zipped) => {
        const text = printed(documents(given));
        const { records } = await read(zipped ? gzipSync(text) : `\ufeff${text.replaceAll('\n', '\r\n')}\r\n\r\n`);
        expect(records).toEqual(name === 'answers of Scan' ? [...given, ...given] : given);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what is read as it ever was', () => {
  const names = [
    'Item',
    'Items',
    'Records',
    'Responses',
    'Metadata',
    'Keys',
    'NewImage',
    'TableName',
    'Table',
    'dynamodb',
  ];
  const named = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });

  test('items in wire form whose attributes have the names of those forms', async () => {
    await fc.assert(
      fc.asyncProperty(items, named, async (given, attributes) => {
        const renamed = given.map((item) => {
          const values = Object.values(item);
          return Object.fromEntries(attributes.map((name, index) => [name, values[index % values.length]!]));
        });
        expect((await read(ndjson(renamed))).records).toEqual(renamed);
        expect((await read(ndjson(renamed), 'plain')).records).toEqual(renamed);
      }),
      { numRuns: 50 },
    );
  });

  test('plain records that have a key, whatever else they hold', async () => {
    const id = fc.oneof(fc.string(), fc.integer());
    await fc.assert(
      fc.asyncProperty(items, named, id, async (given, attributes, key) => {
        const held = [
          given,
          given[0],
          { Item: given[0] },
          pipelinedMap(given[0]!),
          [event(given[0]!)],
          description,
          [],
        ];
        const records = attributes.map((name, index) => ({
          id: key,
          [name]: held[(given.length + index) % held.length],
        }));
        expect((await read(ndjson(records), 'plain')).records).toEqual(records);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['a list of scalars', '[1,2]'],
    ['an empty list', '[]'],
    ['an empty object', '{}'],
    ['an empty Item', '{"Item":{}}'],
    ['an Item that is no item', '{"Item":{"id":"a"}}'],
    ['Items that are none', '{"Items":[1,2]}'],
    ['Records of another kind', '{"Records":[{"s3":{"bucket":"b"}}]}'],
  ])('plain: %s', async (_, line) => {
    expect((await read(`${line}\n`, 'plain')).records).toEqual([JSON.parse(line)]);
  });
});

describe('what is not there to be read', () => {
  const one: Item = { id: { S: 'a' } };

  test('deletions are passed over and counted', async () => {
    const gone = { ...event(one, 'REMOVE'), dynamodb: { Keys: keys(one), OldImage: one } };
    const removed = { Metadata: {}, Keys: keys(one), OldImage: one };
    const { records, notes } = await read(ndjson([{ Records: [event(one), gone] }, gone, removed, incremental(one)]));
    expect(records).toEqual([one, one]);
    expect(notes.at(-1)).toBe('passed over 3 deletions in x, of which no record is left');
  });

  test('each form is told once', async () => {
    const { notes } = await read(ndjson([description, one, page([one]), page([one]), { Item: one }]));
    expect(notes).toEqual([
      'line 1 of x is the description of table people at the head of a dyno export: passed over',
      'line 3 of x is an answer of Scan or Query: its items are read as records',
    ]);
  });

  test.each([
    [{ ...page([one]), LastEvaluatedKey: one }, 'an answer of Scan or Query: it is one page, and DynamoDB had more'],
    [{ ...page([one]), NextToken: 'x' }, 'an answer of Scan or Query: it is one page, and DynamoDB had more'],
    [
      { Responses: { people: [one] }, UnprocessedKeys: { people: { Keys: [one] } } },
      'an answer of BatchGetItem: it lacks the items of its UnprocessedKeys',
    ],
  ])('an answer that is not all there is is told: %j', async (document, note) => {
    const { records, notes } = await read(ndjson([document]));
    expect({ records, note: notes[0] }).toEqual({ records: [one], note: `line 1 of x is ${note}` });
  });
});

describe.each(['wire', 'plain'] as const)('named and refused, as %s', (form) => {
  const one: Item = { id: { S: 'a' } };
  const keysOnly = { ...event(one), dynamodb: { Keys: keys(one), StreamViewType: 'KEYS_ONLY' } };
  const data = Buffer.from(JSON.stringify(kinesis(one))).toString('base64');

  test.each<[string, string, string]>([
    ['$ion_1_0 {Item:{id:"a"}}', 'is Amazon Ion', 'DYNAMODB_JSON'],
    ['\u0007\u0001\u0000\u0007', 'is Amazon Ion', 'DYNAMODB_JSON'],
    [
      '{"itemCount":3,"md5Checksum":"x","dataFileS3Key":"a/data/b.json.gz"}',
      'the manifest of an export',
      'folder data',
    ],
    [
      JSON.stringify({ Records: [{ kinesis: { data } }] }),
      'an event of Kinesis, whose records are in base64',
      '@base64d',
    ],
    [JSON.stringify(keysOnly), 'which does not hold what was written (KEYS_ONLY)', 'NEW_IMAGE'],
    [JSON.stringify({ Records: [keysOnly] }), 'which does not hold what was written (KEYS_ONLY)', 'NEW_IMAGE'],
    [
      JSON.stringify({ Responses: { a: [one], b: [one] } }),
      'with records of several tables',
      "jq -c '.Responses.TABLE[]'",
    ],
    [
      JSON.stringify({ people: [{ PutRequest: { Item: one } }] }),
      'the request of a BatchWriteItem',
      "jq -c '.[][].Put",
    ],
    ['{"Items":[{"id":"a"}],"Count":1,"ScannedCount":1}', 'an answer of Scan or Query', "jq -c '.Items[]'"],
  ])('%s', async (line, message, hint) => {
    await expect(read(`\n${line}\n`, form)).rejects.toMatchObject({
      code: 'FOREIGN_FORM',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    await expect(read(`\n${line}\n`, form)).rejects.toThrow(/^line 2 of x is /);
  });
});

test.each([
  ['{"id":{"s":1}}', 'BAD_LINE', 'attribute "id" is {"S":1}'],
  ['{"n":{"n":"abc"}}', 'BAD_LINE', 'attribute "n" is {"N":"abc"}'],
  ['{"m":{"m":{"x":{"sS":[]}}}}', 'BAD_LINE', 'attribute "m.x" is {"SS":[]}'],
  ['{"Items":[{"id":{"S":"a"}},{"n":{"N":"x"}}],"Count":2,"ScannedCount":2}', 'BAD_LINE', 'attribute "n" is {"N":"x"}'],
  ['[{"id":"a"}]', 'FOREIGN_FORM', 'a list of records, whose records are not in wire form'],
  ['[1]', 'PLAIN_LINE', 'it is [1]'],
  ['{"id":"a"}', 'PLAIN_LINE', 'attribute "id" is "a"'],
  ['{\n  "id": {"S": "a"}', 'BAD_LINE', 'line 1 of x is not JSON: it begins a document that does not end'],
  ['{\n{"id":{"S":"a"}}', 'BAD_LINE', 'line 1 of x is not JSON: it begins a document that does not end'],
  ['{\n  "id": {"S" "a"}\n}', 'BAD_LINE', 'line 1 of x is not JSON'],
])('refused: %s', async (text, code, message) => {
  await expect(read(`${text}\n`)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});
