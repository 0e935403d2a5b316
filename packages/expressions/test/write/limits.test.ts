import { type AttributeValue, type Input, type Item, putItem, type Refusal, updateItem } from '../../src';

const table = { keys: ['id'], keyTypes: { id: 'S' }, indexes: [] };
const id = { S: 'k' };
const before: Item = { id, n: { N: '1' } };

const put = (item: Item) => putItem({ Item: { id, ...item } }, undefined, table);
const update = (UpdateExpression: string, values?: Item, item: Item = before, more: Input = {}) => {
  const input = { Key: { id }, UpdateExpression, ...(values && { ExpressionAttributeValues: values }), ...more };
  return updateItem(input, item, table);
};

function nested(levels: number): AttributeValue {
  return levels === 0 ? { N: '1' } : levels % 2 === 0 ? { L: [nested(levels - 1)] } : { M: { x: nested(levels - 1) } };
}

const many = (count: number, text: (i: number) => string, separator: string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(separator);

test('400 KB of names and values, and not a byte more', () => {
  const room = 400 * 1024 - 'id'.length - 'k'.length - 'data'.length;
  expect(put({ data: { S: 'x'.repeat(room) } }).after).toBeDefined();
  expect(() => put({ data: { S: 'x'.repeat(room + 1) } })).toThrow('Item size has exceeded the maximum allowed size');
  expect(put({ data: { S: 'é'.repeat(Math.floor(room / 2)) } }).after).toBeDefined();
  expect(() => put({ data: { S: 'é'.repeat(room / 2 + 1) } })).toThrow('Item size');
  const half = { S: 'x'.repeat(200 * 1024) };
  expect(() => update('SET a = :v, b = :v', { ':v': half })).toThrow(
    'Item size to update has exceeded the maximum allowed size',
  );
});

test('32 levels, of which the item is the first', () => {
  const tooDeep = 'Nesting Levels have exceeded supported limits';
  expect(put({ a: nested(31) }).after).toBeDefined();
  expect(() => put({ a: nested(32) })).toThrow(tooDeep);
  expect(update('SET a = :v', { ':v': nested(31) }).after).toBeDefined();
  expect(() => update('SET a = :v', { ':v': nested(32) })).toThrow(tooDeep);
  expect(() => update('SET a = :v', { ':v': nested(33) })).toThrow(tooDeep);
  const deep: Item = { id, a: nested(31), l: { L: [] } };
  expect(() => update('SET l[0] = a', undefined, deep)).toThrow(tooDeep);
  expect(() => update('SET l = list_append(l, :v)', { ':v': { L: [nested(31)] } }, deep)).toThrow(tooDeep);
});

test('expressions of 4 KB', () => {
  expect(update(`SET a = :v${' '.repeat(4086)}`, { ':v': id }).after).toBeDefined();
  expect(() => update(`SET a = :v${' '.repeat(4087)}`, { ':v': id })).toThrow(
    'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
  );
});

test('300 operators', () => {
  const tooMany = 'The expression contains too many operators; operator count: 301';
  const sums = (count: number) => `SET ${many(count, (i) => `a${i}=n+n`, ',')}`;
  expect(update(sums(300)).after).toMatchObject({ a299: { N: '2' } });
  expect(() => update(sums(301))).toThrow(tooMany);
  expect(update(`SET ${many(301, (i) => `a${i}=n`, ',')}`).after).toMatchObject({ a300: { N: '1' } });
  const condition = (count: number) => ({ ConditionExpression: many(count, () => 'n=id', ' OR ') });
  expect(() => update('SET a = n', undefined, before, condition(150))).toThrow('The conditional request failed');
  expect(() => update('SET a = n', undefined, before, condition(151))).toThrow(tooMany);
});

test('a hundred values in IN', () => {
  const within = (count: number) => ({
    ConditionExpression: `n IN (${many(count, () => ':v', ',')})`,
    ExpressionAttributeValues: { ':v': { N: '1.0' } },
  });
  expect(update('SET a = n', undefined, before, within(100)).after).toBeDefined();
  expect(() => update('SET a = n', undefined, before, within(101))).toThrow(
    'too many operands; number of operands: 102',
  );
});

test('paths of 32 steps', () => {
  const steps = (count: number) => `REMOVE a${'.x'.repeat(count - 1)}`;
  expect(() => update(steps(32))).toThrow('invalid for update');
  expect(() => update(steps(33))).toThrow('The document path has too many nesting levels; nesting levels: 33');
});

test.each<[string, string | undefined]>([
  ['99999999999999999999999999999999999999', '100000000000000000000000000000000000000'],
  ['0.1234567890123456789012345678901234567', '1.1234567890123456789012345678901234567'],
  ['0.12345678901234567890123456789012345678', undefined],
  ['1e125', undefined],
  ['-1', '0'],
  ['-1.00', '0'],
  ['9007199254740993', '9007199254740994'],
  ['999999999999999', '1000000000000000'],
])('1 + %s', (N, sum) => {
  const add = () => update('ADD n :v', { ':v': { N } }).after?.n;
  if (sum === undefined) expect(add).toThrow('DynamoDB only supports precision up to 38 digits');
  else expect(add()).toEqual({ N: sum });
});

test('numbers beyond the range', () => {
  const big = '9.9999999999999999999999999999999999999e125';
  expect(put({ n: { N: big } }).after?.n).toEqual({ N: '9'.repeat(38).padEnd(126, '0') });
  expect(() => put({ n: { N: '1e126' } })).toThrow('Number overflow');
  expect(put({ n: { N: '1e-130' } }).after).toBeDefined();
  expect(() => put({ n: { N: '9.9e-131' } })).toThrow('Number underflow');
  expect(() => put({ n: { N: '1.23456789012345678901234567890123456789' } })).toThrow(
    'more than 38 significant digits',
  );
});

test('keys of 2048 and 1024 bytes', () => {
  const ranged = { keys: ['id', 'at'], keyTypes: { id: 'S', at: 'S' }, indexes: [] };
  const item = (hash: string, range: string) =>
    putItem({ Item: { id: { S: hash }, at: { S: range } } }, undefined, ranged);
  expect(item('é'.repeat(1024), 'é'.repeat(512)).after).toBeDefined();
  expect(() => item('é'.repeat(1025), 'a')).toThrow('Size of hashkey has exceeded');
  expect(() => item('a', 'é'.repeat(513))).toThrow('Aggregated size of all range keys');
});

test('a refusal has the name of the error', () => {
  const failure = (operate: () => unknown) => {
    try {
      operate();
    } catch (error) {
      return (error as Refusal).name;
    }
    return undefined;
  };
  expect(failure(() => put({ a: { N: 'x' } }))).toBe('ValidationException');
  expect(failure(() => put({ a: { S: 1 } as never }))).toBe('SerializationException');
  expect(failure(() => put({ a: { N: 'x' }, b: { S: 1 } as never }))).toBe('SerializationException');
  const unmet = { ConditionExpression: 'attribute_exists(zz)' };
  expect(failure(() => update('SET a = n', undefined, before, unmet))).toBe('ConditionalCheckFailedException');
});
