import { checkShownBy, rowsOf } from './support/shown-by';

// The last table holds figures.
const rows = rowsOf('what-can-go-wrong.md').filter((cells) => cells.length === 3);

test.each(rows.map(([fault, , tests]) => [fault!, tests!]))('%s', (_, tests) => checkShownBy(tests));

test('every row says what happens then', () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const [fault, then] of rows) expect([fault, then]).not.toContain('');
});
