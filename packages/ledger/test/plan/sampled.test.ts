import { checkSampled } from '../../src';
import { plan, planned } from './given';

const production = { name: 'production', protected: true, sampled: false };
const margins = { records: 0, added: 1, changed: 1, removed: 1, unchanged: 1, writes: 1, writeUnits: 1 };
const sampled = planned('1.js', { sampled: { segments: 100, of: 10_000, read: 12, basis: 'records', margins } });

test.each([
  ['that says so', plan({ sample: { share: 0.01, seed: 1 } }), '1 % of'],
  ['whose counts have margins', plan({ scripts: [sampled] }), 'a part of'],
])('a plan from a sample, %s, is not for a protected environment', (_which, given, share) => {
  expect(() => checkSampled(given, production)).toThrow(
    expect.objectContaining({
      code: 'SAMPLED_PLAN',
      message: `production is protected, and the plan is an estimate from ${share} its tables`,
    }),
  );
});

test('unless it is configured to take them, or not protected', () => {
  const given = plan({ sample: { share: 0.01, seed: 1 } });
  checkSampled(given, { ...production, sampled: true });
  checkSampled(given, { ...production, protected: false });
  checkSampled(plan(), production);
});
