import fc from 'fast-check';
import { readPage } from '../../src/aws/item-list';
import type { Records } from '../../src/source/source';

const page = (text: string | Buffer) => readPage(Buffer.from(text as string));

/** What a reader of all items sees, as JSON.parse would have given it. */
function asParsed(read: { [name: string]: any }): unknown {
  return 'Items' in read && !Array.isArray(read.Items) ? { ...read, Items: [...(read.Items as Records)] } : read;
}

const name = fc.oneof(
  fc.constantFrom('S', 'N', 'M', 'L', 'BOOL', 'SS', 'id', 'constructor', 'toString', '0', '12', 'Items', ''),
  fc.string({ unit: 'binary' }),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('"', '\\', '}],', 'é', '日本'),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const item = fc.dictionary(name, value, { maxKeys: 5 });

describe('a page that is read lazily', () => {
  test('holds what JSON.parse makes of the same bytes', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), fc.dictionary(name, value, { maxKeys: 3 }), (Items, others) => {
        const json = JSON.stringify({ ...others, Items, Count: Items.length });
        const read = page(json);
        if (read) expect(asParsed(read)).toEqual(JSON.parse(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('never takes what is not JSON for something', () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 3 }), mutation, (Items, { at, byte, cut }) => {
        const bytes = Buffer.from(JSON.stringify({ Count: Items.length, Items, LastEvaluatedKey: { id: { S: 'a' } } }));
        bytes[at % bytes.length] = byte;
        const body = bytes.subarray(0, bytes.length - cut);
        let parsed: unknown;
        try {
          parsed = JSON.parse(body.toString());
        } catch {
          parsed = undefined;
        }
        const read = page(body);
        if (!read) return;
        if (parsed !== undefined) expect(asParsed(read)).toEqual(parsed);
        else expect(() => asParsed(read)).toThrow('An item of the answer is not JSON');
      }),
      { numRuns: 5000 },
    );
  });

  test('gives any item at any time, each time anew', () => {
    const Items = [{ id: { S: 'a' } }, { id: { S: 'b' }, tags: { SS: ['x', 'y'] } }, {}];
    const read = page(JSON.stringify({ Items }))!.Items as Records;
    expect(read).toHaveLength(3);
    expect([2, 0, 1, 0].map((index) => read.at(index))).toEqual([Items[2], Items[0], Items[1], Items[0]]);
    expect(read.at(0)).not.toBe(read.at(0));
    expect(read.at(3)).toBeUndefined();
    expect([...read]).toEqual(Items);
  });

  test('reads an item with escapes in its names, and one that is deeply nested', () => {
    const deep = JSON.parse(`${'{"M":'.repeat(300)}{}${'}'.repeat(300)}`);
    const Items = [{ 'a"b\\c\n': { S: '"\\\n' } }, deep, JSON.parse('{"__proto__":{"S":"own"}}')];
    const read = page(JSON.stringify({ Items }))!.Items as Records<any>;
    expect([...read]).toEqual(Items);
    expect(Object.keys(read.at(2))).toEqual(['__proto__']);
  });

  test.each([
    ['spaces', '{ "Items": [] }'],
    ['no object', '[]'],
    ['nothing', ''],
    ['items that are none', '{"Items":[1]}'],
    ['a comma too many', '{"Items":[{},]}'],
    ['a comma too few', '{"Items":[{}{}]}'],
    ['an end that is missing', '{"Items":[{}'],
    ['something behind the end', '{"Items":[]}x'],
  ])('leaves %s to JSON.parse', (_, text) => expect(page(text)).toBeUndefined());

  test('leaves a page without items as it is', () => {
    expect(page('{"Count":3,"ScannedCount":10}')).toEqual({ Count: 3, ScannedCount: 10 });
    expect(page('{"Items":null}')).toEqual({ Items: null });
  });
});
