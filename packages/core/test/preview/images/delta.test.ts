import { equalItems } from '@dynamodb-migrate/expressions';
import { itemArbitrary } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { deltaBetween, withDelta } from '../../../src/preview/images/delta';

test('makes one image of the other, and is there only where they differ', () => {
  fc.assert(
    fc.property(itemArbitrary(), itemArbitrary(), (before, after) => {
      const delta = deltaBetween(before, after);
      expect(delta === undefined).toBe(equalItems(before, after));
      if (delta) expect(equalItems(withDelta(before, JSON.parse(JSON.stringify(delta))), after)).toBe(true);
    }),
  );
});
