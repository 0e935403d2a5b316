import { readFileSync } from 'node:fs';
import path from 'node:path';
import { transitions } from '../../core/src/runs/run-state';

test('docs/run-states.md has the transitions that are enforced', () => {
  const page = readFileSync(path.join(__dirname, '../../../docs/run-states.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ([a-z ]+) \| [^|]+ \| ([a-z ,]+) \|$/gm)].slice(1);
  const documented = rows.map(([, state, next]) => [state, next!.split(', ').sort()]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(Object.entries(transitions).map(([state, next]) => [state, next.toSorted()])),
  );
});
