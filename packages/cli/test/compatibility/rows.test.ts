import { checkShownBy, rowsOf } from '../support/shown-by';

const rows = rowsOf('compatibility.md');

test.each(rows.map(([old, , tests]) => [old!, tests!]))('%s', (_, tests) => checkShownBy(tests));

test('every row says what became of the behaviour', () => {
  expect(rows.length).toBeGreaterThan(100);
  for (const [old, now] of rows) expect([old, now]).not.toContain('');
});
