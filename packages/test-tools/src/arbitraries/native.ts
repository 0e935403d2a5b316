import fc, { type Arbitrary } from 'fast-check';
import { realDyno } from '../real-dyno';

/** Values that a script may pass to dyno: what it keeps, what it drops, and sets made by the real dyno's createSet. */
export function nativeArbitrary({ emptyStrings = false, depth = 3 } = {}): Arbitrary<unknown> {
  const minLength = emptyStrings ? 0 : 1;
  const string = fc.string({ unit: 'binary', minLength, maxLength: 12 });
  const bytes = fc.uint8Array({ minLength, maxLength: 12 });
  const scalars = [
    string,
    storableNumber,
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, () => {}),
    bytes.map((array) => Buffer.from(array)),
    bytes,
    setArbitrary(),
  ];
  if (depth === 0) return fc.oneof(...scalars);
  const inner = nativeArbitrary({ emptyStrings, depth: depth - 1 });
  const name = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => text !== '__proto__' && text !== 'wrapperName');
  return fc.oneof(...scalars, fc.array(inner, { maxLength: 4 }), fc.dictionary(name, inner, { maxKeys: 4 }));
}

/** Numbers inside DynamoDB's range, which is narrower than JavaScript's. */
const storableNumber = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((number) => number === 0 || (Math.abs(number) > 1e-120 && Math.abs(number) < 1e125));

function setArbitrary(): Arbitrary<unknown> {
  const { createSet } = realDyno();
  const size = { minLength: 1, maxLength: 4 };
  return fc
    .oneof(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), size),
      fc.uniqueArray(storableNumber, { ...size, comparator: 'SameValueZero' }),
      fc.uniqueArray(
        fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
        { ...size, selector: (bytes) => bytes.toString('hex') },
      ),
    )
    .map((values) => createSet(values));
}
