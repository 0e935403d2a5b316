import { showEstimated, showUsd } from '../../src';

test.each([
  [{ total: 12_400, margin: 900, seen: 120 }, '12,400 ± 900'],
  [{ total: 12_400 }, '12,400'],
  [{ total: 0, margin: 380, seen: 0 }, '0 to 380'],
  [{ total: 0, margin: 0 }, '0'],
])('%j is %s', (estimated, text) => {
  expect(showEstimated(estimated)).toBe(text);
});

test.each([
  [0, '0.00 USD'],
  [0.000_01, 'less than 0.01 USD'],
  [0.02, '0.02 USD'],
  [1204.5, '1,204.50 USD'],
  [1_234_567.891, '1,234,567.89 USD'],
])('%d is %s', (usd, text) => {
  expect(showUsd(usd)).toBe(text);
});
