import { describeKey, type Item, redact } from '@dynamodb-migrate/core';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { maskedValues, withoutValues } from '../../src/preview/hidden-values';
import { maskedName, maskOf, redactionOf } from '../../src/preview/masking';
import { collectOverwritten } from '../../src/run/overwritten';

test('several wishes are one, and hiding all outdoes them', () => {
  expect(redactionOf(undefined, {}, { redact: [] })).toBeUndefined();
  expect(redactionOf({ redact: ['a', 'b'] }, undefined, { redact: ['b', 'c'] })).toEqual({ redact: ['a', 'b', 'c'] });
  expect(redactionOf({ redact: ['a'] }, { hideValues: true })).toEqual({ hideValues: true });
  expect(maskOf({ redact: ['a'] }, { redact: ['b'] })?.item({ a: { S: 'x' }, b: { S: 'y' }, c: { S: 'z' } })).toEqual({
    ...{ a: { S: '(redacted)' }, b: { S: '(redacted)' }, c: { S: 'z' } },
  });
});

const scalar = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }).map((S) => ({ S })),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((N) => ({ N: String(N) })),
  fc.base64String({ minLength: 4 }).map((B) => ({ B })),
);
const attribute = fc.string({ minLength: 1 }).filter((name) => !/[ "[\].\\]|^__proto__$/.test(name));

test('the name of a record is masked as its key is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(attribute, { minLength: 2, maxLength: 2 }), scalar, scalar, (names, one, other) => {
      const [first, second] = names as [string, string];
      const key: Item = { [first]: one, [second]: other };
      for (const paths of [[first], [second], names, ['another']]) {
        const mask = redact(paths.map((path) => (/^\d/.test(path) ? `another${path}` : path)));
        expect(maskedName(describeKey(key, names), mask)).toBe(describeKey(mask.item(key), names));
      }
    }),
    { numRuns: 1000 },
  );
  expect(maskedName('line 17 (a "x")', redact(['a']))).toBe('line 17');
  expect(maskedName('what is no "name', redact(['a']))).toBe('(hidden)');
});

test('no redacted value is left in a message that quotes the record, as it is or as JSON', () => {
  const secret = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `SECRET ${text} SECRET`);
  fc.assert(
    fc.property(itemArbitrary(), secret, (item, text) => {
      const record: Item = {
        ...item,
        outer: { M: { hidden: { L: [{ S: text }, { SS: [text] }] }, shown: { S: 'shown' } } },
      };
      const mask = redact(['outer.hidden']);
      const values = [...maskedValues(record, mask.item(record))];
      const message = `cannot handle ${text}: ${JSON.stringify(record.outer)} (${text})`;
      expect(withoutValues(message, values)).not.toContain('SECRET');
      expect(withoutValues(message, values)).toContain('shown');
    }),
    { numRuns: 500 },
  );
});

test('items that were overwritten are named by masked keys', () => {
  const overwritten = collectOverwritten(redact(['id']));
  overwritten.add({ table: 't', key: { id: { S: 'secret' } } }, ['n']);
  expect(overwritten.items).toEqual([{ table: 't', key: { id: { S: '(redacted)' } }, attributes: ['n'] }]);
});
