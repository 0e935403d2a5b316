import { hideValues, type Item, redact } from '@dynamodb-migrate/core';
import { rolledBackItem } from '../../../runner/src/rollback/rolled-back-item';
import { threeWay } from '../../../runner/src/rollback/three-way';
import { rolledBackItemLines } from '../../src/output/rolled-back-item';

const key = { id: { S: 'a' } };
const before: Item = { ...key, n: { N: '1' }, doc: { M: { same: { S: 'x' }, a: { L: [{ N: '1' }] } } } };
const ours: Item = {
  ...key,
  n: { N: '2' },
  doc: { M: { same: { S: 'x' }, a: { L: [{ N: '1' }] } } },
  by: { S: 'run' },
};
const now: Item = { ...key, n: { N: '3.0' }, doc: { M: { same: { S: 'x' }, a: { L: [] } } }, by: { S: 'run' } };

test('attributes that are not the same in all images', () => {
  expect(threeWay({ before, ours, now })).toEqual([
    { path: 'by', ours: { S: 'run' }, now: { S: 'run' } },
    { path: 'doc.a', before: { L: [{ N: '1' }] }, ours: { L: [{ N: '1' }] }, now: { L: [] } },
    { path: 'n', before: { N: '1' }, ours: { N: '2' }, now: { N: '3.0' } },
  ]);
  expect(threeWay({ before, now: { ...before, n: { N: '1.0' } } })).toEqual([]);
  expect(threeWay({ now })).toEqual([]);
});

test('a map that is not everywhere is told whole', () => {
  expect(threeWay({ ours, now: { ...ours, doc: { S: 'x' } } })).toEqual([
    { path: 'doc', ours: ours.doc, now: { S: 'x' } },
  ]);
});

const conflict = { region: 'local', table: 'users', key, result: 'conflict', reason: 'changed since' } as const;

test('a conflict, told with three values', () => {
  expect(rolledBackItemLines(rolledBackItem({ ...conflict, before, ours, now }))).toEqual([
    'conflict (changed since): users, id "a"',
    '  by: before absent, ours S "run", now S "run"',
    '  doc.a: before L [1], ours L [1], now L []',
    '  n: before N 1, ours N 2, now N 3.0',
  ]);
  expect(rolledBackItemLines(rolledBackItem({ ...conflict, before: null, ours, now: null }))).toEqual([
    'conflict (changed since): users, id "a"',
    '  before: no item',
    '  now: no item',
  ]);
  const unknown = rolledBackItem({ ...conflict, reason: 'image before unknown', ours: null, now: ours });
  expect(rolledBackItemLines(unknown)).toEqual([
    'conflict (image before unknown): users, id "a"',
    '  before: not known',
    '  ours: no item, the run deleted it',
  ]);
});

test('values are masked, differences are not lost', () => {
  const hidden = JSON.stringify(rolledBackItem({ ...conflict, before, ours, now }, hideValues()));
  expect(hidden).toContain('"path":"n"');
  expect(hidden).toContain('N, 2 bytes');
  expect(hidden).not.toMatch(/run"|"a"}|"3\.0"/);
  const some = rolledBackItem({ ...conflict, before, ours, now }, redact(['n', 'id']));
  expect(some.key).toEqual({ id: { S: '(redacted)' } });
  expect(rolledBackItemLines(some)).toEqual([
    'conflict (changed since): users, id "(redacted)"',
    '  by: before absent, ours S "run", now S "run"',
    '  doc.a: before L [1], ours L [1], now L []',
    '  n: before (redacted), ours (redacted), now (redacted)',
  ]);
});
