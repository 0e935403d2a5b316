import { planMarker, planPage } from '../../src';
import { plan, planned } from './given';

test('a page for a comment', () => {
  const page = planPage(
    plan({
      waiting: [{ script: '3.js', line: "module.exports.table = 'TABLE-${env}';" }],
      warnings: [{ table: 'experiments-staging', kind: 'recovery', message: 'point-in-time recovery is off' }],
    }),
  );
  expect(page).toMatch(planMarker('staging'));
  expect(page).toContain('2 scripts: **2** added, **8** changed, **0** removed.');
  expect(page).toContain('| `1.js` | `experiments-staging` | 10 | 1 | 4 | 0 | 5 | 10 | 1 s |');
  expect(page).toContain('- `experiments-staging`: point-in-time recovery is off');
  expect(page).toContain("- `3.js`: add `module.exports.table = 'TABLE-${env}';`");
  expect(page).toContain('<details><summary><code>1.js</code></summary>');
  expect(page).toContain('```diff\n! id "a"\n-   n: 1\n+   n: 2\n```');
});

test('a page for a plan from a sample', () => {
  const margins = { records: 9, added: 3, changed: 1, removed: 38, unchanged: 2, writes: 4, writeUnits: 4 };
  const sampled = { segments: 100, of: 10_000, read: 12, basis: 'records' as const, margins };
  const page = planPage(plan({ sample: { share: 0.01, seed: 7 }, scripts: [planned('1.js', { sampled })] }));
  expect(page).toContain('**An estimate**: counts are those of the whole tables by a sample of 1 % of each (seed 7)');
  expect(page).toContain('| 10 ± 9 | 1 ± 3 | 4 ± 1 | 0 to 38 | 5 ± 2 | 10 ± 4 | 1 s |');
});

test('what it costs, and what holds it back', () => {
  const estimate = {
    ...{ writeUnits: 9e6, readUnits: 2.5, seconds: 7200, boundBy: 'the budget of writes' },
    cost: { onDemand: 6.345, provisioned: 1.8375 },
  };
  const page = planPage(plan({ scripts: [planned('1.js', { estimate })] }));
  expect(page).toContain(
    '<sub>3 read units; 2.0 h, held back by the budget of writes; 6.34 USD on demand; 1.84 USD as provisioned capacity</sub>',
  );
});

test('the same plan gives the same page', () => {
  expect(planPage(plan())).toBe(planPage(plan()));
});

test('says what keeps it from being applied, and what would fail', () => {
  const page = planPage(
    plan({
      scripts: [
        planned('1.js', {
          errors: ['record id "b": no such user'],
          refusals: [
            { operation: 'PutItem', table: 't', name: 'ValidationException', message: 'too\nlarge', times: 3 },
          ],
        }),
      ],
    }),
  );
  expect(page).toContain('It cannot be applied as it is.');
  expect(page).toContain(':x: record id "b": no such user');
  expect(page).toContain('3 × PutItem on `t` would fail: ValidationException: too large');
});

test('values can end neither the block that they are shown in nor the page', () => {
  const evil = '```\n</details><h1>x</h1>';
  const page = planPage(
    plan({
      scripts: [
        planned('1.js', {
          samples: [
            {
              table: 't',
              key: { id: { S: evil } },
              kind: 'added',
              attributes: [{ path: 'a', kind: 'added', after: { S: evil } }],
            },
          ],
        }),
      ],
    }),
  );
  expect(page).toContain('````diff\n');
  expect(page.split('\n').filter((line) => line.startsWith('```'))).toEqual(['````diff', '````']);
});

test('fits into a comment whatever the plan', () => {
  const many = plan({
    scripts: Array.from({ length: 2000 }, (_, i) => planned(`${i}.js`, { notes: ['a note '.repeat(100)] })),
    problems: Array.from({ length: 2000 }, (_, i) => `${i}.js was changed since it was applied`),
  });
  const page = planPage(many);
  expect(page.length).toBeLessThan(65_536);
  expect(page).toMatch(/The details of \d+ more scripts are in the plan itself/);
  expect(page).toContain('| … and 1900 more |');
});

test('nothing to apply', () => {
  expect(planPage(plan({ scripts: [] }))).toContain('Nothing is to be applied.');
});
