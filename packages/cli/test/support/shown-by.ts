import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const docs = path.join(__dirname, '../../../../docs');

/** The rows of all tables of a page, without their heads; what stands in each cell. */
export function rowsOf(page: string): string[][] {
  const lines = readFileSync(path.join(docs, page), 'utf8').split('\n');
  return lines
    .filter((line, at) => line.startsWith('| ') && !lines[at + 1]?.startsWith('|--'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Demands that a cell such as `[rows](../packages/…) *the name of a test*; [more](…) *another*` names tests that are there. */
export function checkShownBy(cell: string): void {
  const references = cell
    .split(/; (?=\[)/)
    .map((reference) => /^\[[\w.-]+\]\(([^)]+)\) (.+)$/.exec(reference)?.slice(1));
  expect(references).not.toContain(undefined);
  for (const [file, names] of references as [string, string][]) {
    expect([file, existsSync(path.join(docs, file))]).toEqual([file, true]);
    const source = readFileSync(path.join(docs, file), 'utf8').replace(/\s+/g, ' ');
    const named = [...names.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !source.includes(name))).toEqual([]);
  }
}
