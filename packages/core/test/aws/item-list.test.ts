import fc from 'fast-check';
import { readPage } from '../../src/aws/item-list';
import type { Records } from '../../src/source/source';

const page = (text: string | Buffer) => readPage(Buffer.from(text as string));

/** What a reader of all items sees, as JSON.parse would have given it. */
function asParsed(read: { [name: string]: any }): unknown {
  return 'Items' in read && !Array.isArray(read.Items) ? { ...read, Items: [...(read.Items as Records)] } : read;
}

const notItems = /^(An item of the answer is not JSON|The items of the answer are not the \d+ that it counts)$/;

const isCounted = (parsed: any) => parsed && (!Array.isArray(parsed.Items) || parsed.Count === parsed.Items.length);

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
      fc.property(fc.array(item, { maxLength: 5 }), fc.dictionary(name, value, { maxKeys: 3 }), (Items, more) => {
        const { Items: _, ...others } = more;
        const json = JSON.stringify({ ...others, Items, Count: Items.length });
        const read = page(json);
        if (read) expect(asParsed(read)).toEqual(JSON.parse(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('has the text of each item at hand, on one line', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (Items) => {
        const read = page(JSON.stringify({ Items }));
        if (!read) return;
        const records = read.Items as Records;
        expect(Items.map((_, index) => records.textAt!(index))).toEqual(Items.map((one) => JSON.stringify(one)));
        expect(records.textAt!(Items.length)).toBeUndefined();
      }),
    );
    const broken = page('{"Items":[{"id":\n{"S":"a"}}]}');
    expect((broken?.Items as Records | undefined)?.textAt?.(0)).toBeUndefined();
  });

  test('never takes what is not JSON for something', () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 3 }), mutation, (Items, { at, byte, cut }) => {
        const key = { id: { S: 'a],"' }, at: { N: '1' } };
        const bytes = Buffer.from(JSON.stringify({ Count: Items.length, Items, LastEvaluatedKey: key }));
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
        if (isCounted(parsed)) expect(asParsed(read)).toEqual(parsed);
        else expect(() => asParsed(read)).toThrow(notItems);
      }),
      { numRuns: 5000 },
    );
  });

  test('gives any item at any time, each time anew', () => {
    const Items = [{ id: { S: 'a' } }, { id: { S: 'b' }, tags: { SS: ['x', 'y'] } }, {}];
    const read = page(JSON.stringify({ Items, Count: 3 }))!.Items as Records;
    expect(read).toHaveLength(3);
    expect([2, 0, 1, 0].map((index) => read.at(index))).toEqual([Items[2], Items[0], Items[1], Items[0]]);
    expect(read.at(0)).not.toBe(read.at(0));
    expect(read.at(3)).toBeUndefined();
    expect([...read]).toEqual(Items);
  });

  test('reads an item with escapes in its names, and one that is deeply nested', () => {
    const deep = JSON.parse(`${'{"M":'.repeat(300)}{}${'}'.repeat(300)}`);
    const Items = [{ 'a"b\\c\n': { S: '"\\\n' } }, deep, JSON.parse('{"__proto__":{"S":"own"}}')];
    const read = page(JSON.stringify({ Items, Count: 3 }))!.Items as Records<any>;
    expect([...read]).toEqual(Items);
    expect(Object.keys(read.at(2))).toEqual(['__proto__']);
  });

  test.each([
    ['spaces', '{ "Items": [], "Count": 0 }'],
    ['no object', '[]'],
    ['nothing', ''],
    ['items that are none', '{"Count":1,"Items":[1]}'],
    ['items that are not counted', '{"Items":[{}]}'],
    ['items that are counted as none', '{"Count":0,"Items":[{}]}'],
    ['an end that is missing', '{"Count":1,"Items":[{}'],
    ['something behind the end', '{"Count":0,"Items":[]}x'],
  ])('leaves %s to JSON.parse', (_, text) => expect(page(text)).toBeUndefined());

  test.each([
    ['a comma too many', '{"Count":1,"Items":[{},]}'],
    ['a comma too few', '{"Count":2,"Items":[{}{}]}'],
    ['fewer items than it counts', '{"Count":3,"Items":[{},{}],"ScannedCount":3}'],
    ['more items than it counts', '{"Count":1,"Items":[{},{}],"ScannedCount":3}'],
    ['items twice', '{"Count":1,"Items":[{}],"Items":[{"id":{"S":"a"}}],"ScannedCount":1}'],
    ['another list behind its items', '{"Count":1,"Items":[{}],"Others":[{}],"ScannedCount":3}'],
  ])('of %s is no answer, which is told before its last item', (_, text) => {
    const { Items, Count } = page(text)!;
    expect(() => (Items as Records).at(Count - 1)).toThrow(notItems);
  });

  test('is followed by whatever else the answer says, also where that looks like an end', () => {
    const ends = fc.constantFrom('],"', '],', ']', '"', '\\', 'a', '],"LastEvaluatedKey":', '}', ',"a":');
    fc.assert(
      fc.property(fc.array(item, { maxLength: 3 }), fc.array(ends), fc.array(ends), (Items, one, two) => {
        const key = { a: { S: one.join('') }, b: { S: two.join('') } };
        const json = JSON.stringify({ Count: Items.length, Items, LastEvaluatedKey: key, ScannedCount: 7 });
        const read = page(json);
        if (read) expect(asParsed(read)).toEqual(JSON.parse(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('leaves a page without items as it is', () => {
    expect(page('{"Count":3,"ScannedCount":10}')).toEqual({ Count: 3, ScannedCount: 10 });
    expect(page('{"Items":null}')).toEqual({ Items: null });
  });
});
