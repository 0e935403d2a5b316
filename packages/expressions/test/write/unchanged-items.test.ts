import fc from 'fast-check';
import { cases } from '../agreement/cases/cases';
import { ourVerdict } from '../agreement/our-verdict';

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

test('neither items nor inputs are changed, and the same case comes to the same', () => {
  fc.assert(
    fc.property(cases, (one) => {
      freeze(one);
      expect(ourVerdict(one, 1)).toEqual(ourVerdict(one, 1));
    }),
    { numRuns: 2000 },
  );
});

test('more expressions than are remembered', () => {
  for (let i = 0; i < 1500; i++) {
    const input = { UpdateExpression: `SET a${i % 1100} = :v`, ExpressionAttributeValues: { ':v': { N: '1' } } };
    const verdict = ourVerdict({ kind: 'update', operation: 'UpdateItem', before: undefined, input }, 1);
    expect(verdict).toMatchObject({ after: { [`a${i % 1100}`]: { N: '1' } } });
  }
});
