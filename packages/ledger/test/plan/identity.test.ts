import fc from 'fast-check';
import { type Identity, isByAnother, isSame } from '../../src';
import { plan } from './given';

const identity: fc.Arbitrary<Identity> = fc
  .record({
    user: fc.constantFrom('ada', 'Ada', 'grace', 'root'),
    arn: fc.constantFrom(undefined, 'arn:aws:iam::1:user/ada', 'arn:aws:iam::1:user/grace'),
    ci: fc.constantFrom(undefined, 'gitlab', 'github'),
  })
  .map(({ user, arn, ci }) => ({ user, ...(arn && { arn }), ...(ci && { ci }) }));

const approvalBy = ({ user, ...identity }: Identity, typed: string) => ({
  by: { user: typed, host: 'laptop' },
  details: { recordedBy: user, ...identity },
});

test('who approves is another than who made the plan only if nothing says that they are the same', () => {
  fc.assert(
    fc.property(identity, identity, fc.constantFrom('ada', 'ADA ', 'grace', 'linus'), (maker, approver, typed) => {
      const named = (one: string) => one.trim().toLowerCase();
      const another =
        named(maker.user) !== named(approver.user) &&
        named(maker.user) !== named(typed) &&
        // Who leaves out whose credentials they have may have the maker's.
        !(maker.arn && !approver.arn && !approver.ci) &&
        // Credentials of a CI job are the job's.
        !(maker.arn && maker.arn === approver.arn && !maker.ci && !approver.ci);
      expect(isByAnother({ ...plan(), madeBy: maker }, approvalBy(approver, typed))).toBe(another);
    }),
  );
});

test('whose credentials are not known is nobody else than one whose credentials are', () => {
  const madeBy = { user: 'ada', arn: 'arn:aws:iam::1:user/ada' };
  const isAnother = (approver: Identity) => isByAnother({ ...plan(), madeBy }, approvalBy(approver, 'grace'));
  expect(isAnother({ user: 'grace' })).toBe(false);
  expect(isAnother({ user: 'grace', ci: 'github' })).toBe(true);
  expect(isAnother({ user: 'grace', arn: 'arn:aws:iam::1:user/grace' })).toBe(true);
});

test('everybody is the same as themselves, and as whom they are the same as', () => {
  fc.assert(
    fc.property(identity, identity, (one, other) => {
      expect(isSame(one, one)).toBe(true);
      expect(isSame(one, other)).toBe(isSame(other, one));
    }),
  );
});

test('nobody is another than one who is not known', () => {
  expect(isByAnother(plan(), approvalBy({ user: 'ada' }, 'ada'))).toBe(false);
});
