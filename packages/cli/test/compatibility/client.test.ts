import { compose, createTransport, retry } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import { createTable, type Engine, realDyno, seed, startDynalite } from '@dynamodb-migrate/test-tools';

/** The corners of the dyno client where the original fails in a way that nobody can want. */
let engine: Engine;
let table: string;
const Ours = createDyno(compose(createTransport(), retry())) as any;
const Old = realDyno();

beforeAll(async () => {
  engine = await startDynalite();
  table = await createTable(engine);
  await seed(
    engine,
    table,
    Array.from({ length: 30 }, (_, i) => ({ id: { S: `i${i}` } })),
  );
});
afterAll(() => engine.stop());

const client = (Dyno: any, name = table) =>
  Dyno({ table: name, region: 'us-east-1', endpoint: engine.endpoint, accessKeyId: 'a', secretAccessKey: 'b' });
const puts = (items: object[]) => ({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } });

test('a stream that only counts ends with the count', async () => {
  const stream = client(Ours).scanStream({ Select: 'COUNT' });
  await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject).resume());
  expect(stream.Count).toBe(30);
});

test('batches of items with undefined, NaN, or more than 16 MB are made, for the service to refuse', () => {
  for (const value of [undefined, Number.NaN, 'x'.repeat(17_000_000)]) {
    const params = puts([{ id: 'a', value }]);
    expect(() => client(Old).batchWriteItemRequests(params)).toThrow();
    expect(client(Ours).batchWriteItemRequests(params)).toHaveLength(1);
  }
});

test('nested data counts towards the 16 MB of a batch', () => {
  const params = puts(Array.from({ length: 10 }, (_, i) => ({ id: `${i}`, nested: { text: 'x'.repeat(4_000_000) } })));
  expect(client(Old).batchWriteItemRequests(params)).toHaveLength(1);
  expect(client(Ours).batchWriteItemRequests(params)).toHaveLength(3);
});

describe('deserialize', () => {
  test.each([
    ['{"id":"plain"}', {}],
    ['{"Item":{"id":{"S":"a"}}}', {}],
    ['{"n":{"N":"abc"}}', { n: Number.NaN }],
  ])('%s is refused instead of lost', (text, lost) => {
    expect(Old.deserialize(text)).toEqual(lost);
    expect(() => Ours.deserialize(text)).toThrow(expect.objectContaining({ code: 'NOT_WIRE_FORM' }));
  });

  test.each(['null', '{"id":null}'])('%s is refused with a sentence', (text) => {
    expect(() => Old.deserialize(text)).toThrow(TypeError);
    expect(() => Ours.deserialize(text)).toThrow(expect.objectContaining({ code: 'NOT_WIRE_FORM' }));
  });

  test.each([
    ['{"a":{"S":1}}', { a: '1' }],
    ['{"a":{"BOOL":"true"}}', { a: true }],
    ['{"a":{"B":"!!"}}', { a: Buffer.alloc(0) }],
  ])('%s is refused instead of guessed at', (text, guessed) => {
    expect(Old.deserialize(text)).toEqual(guessed);
    expect(() => Ours.deserialize(text)).toThrow(expect.objectContaining({ code: 'NOT_WIRE_FORM' }));
  });

  test('the JSON of a Buffer is a binary, and a number need not be text', () => {
    const text = '{"b":{"B":{"type":"Buffer","data":[1,2]}},"s":{"BS":[{"type":"Buffer","data":[3]}]},"n":{"N":5}}';
    for (const Dyno of [Old, Ours]) {
      const { b, s, n } = Dyno.deserialize(text);
      expect({ b, values: s.values, n }).toEqual({ b: Buffer.from([1, 2]), values: [Buffer.from([3])], n: 5 });
    }
  });

  test('a byte order mark is passed over', () => {
    expect(() => Old.deserialize('\ufeff{"id":{"S":"a"}}')).toThrow(SyntaxError);
    expect(Ours.deserialize('\ufeff{"id":{"S":"a"}}')).toEqual({ id: 'a' });
  });

  test('an empty set is refused, as ever', () => {
    for (const Dyno of [Old, Ours]) {
      expect(() => Dyno.deserialize('{"s":{"SS":[]}}')).toThrow(expect.objectContaining({ code: 'InvalidSetType' }));
    }
  });
});

test('serialize leaves out undefined, and refuses what cannot be stored', () => {
  expect(() => Old.serialize({ gone: undefined })).toThrow(TypeError);
  expect(Ours.serialize({ gone: undefined, list: [1, undefined] })).toBe('{"list":{"L":[{"N":"1"}]}}');
  expect(Old.serialize({ date: new Date(0) })).toBe('{"date":{"M":{}}}');
  expect(() => Ours.serialize({ date: new Date(0) })).toThrow(
    expect.objectContaining({ code: 'InvalidParameterType' }),
  );
});

test('createTable(callback) and deleteTable(callback) call back', async () => {
  const nowhere = client(Ours, 'nowhere');
  const created = await new Promise<any>((resolve) => nowhere.createTable(resolve));
  expect(created.code).toBe('MultipleValidationErrors');
  expect(await new Promise((resolve) => nowhere.deleteTable(resolve))).toBeUndefined();
});

test.each([
  ['the original', Old],
  ['ours', Ours],
])('multi takes a definition without a TableName only: %s', async (name, Dyno) => {
  const side = (part: string) => ({ ...client(Dyno).config, table: `${part}-${name.replace(' ', '-')}` });
  const multi = Dyno.multi(side('read'), side('write'));
  const definition = {
    TableName: `named-${name.replace(' ', '-')}`,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  };
  const error = await new Promise<any>((resolve) => multi.createTable(definition, resolve));
  expect(error.code).toBe('ResourceInUseException');
});
