import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const docs = path.join(__dirname, '../../../../docs');
const rows = readFileSync(path.join(docs, 'compatibility.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| the old tool'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test.each(rows.map(([, old, , tests]) => [old!, tests!]))('%s', (_, tests) => {
  const references = tests
    .split(/; (?=\[)/)
    .map((reference) => /^\[[\w.-]+\]\(([^)]+)\) (.+)$/.exec(reference)?.slice(1));
  expect(references).not.toContain(undefined);
  for (const [file, names] of references as [string, string][]) {
    expect(existsSync(path.join(docs, file))).toBe(true);
    const source = readFileSync(path.join(docs, file), 'utf8').replace(/\s+/g, ' ');
    const named = [...names.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !source.includes(name))).toEqual([]);
  }
});

test('every row says what became of the behaviour', () => {
  expect(rows.length).toBeGreaterThan(100);
  for (const [, old, now] of rows) expect([old, now]).not.toContain('');
});
