import { PassThrough } from 'node:stream';
import { count, counted, duration } from '../../runner/src/format';
import type { ScriptRun } from '../../runner/src/run/script-run';
import { scriptLine } from '../../runner/src/script/script-line';
import { paintFor } from '../src/output/paint';
import { progressLine } from '../src/output/progress';
import { rateLine } from '../src/output/rate';
import { createScreen } from '../src/output/screen';
import { summary } from '../src/output/summary';

const standing = { records: 0, errors: 0, inFlight: 1, milliseconds: 2000, pages: 1, read: 0, isOver: false };

test.each([
  [{ ...standing, records: 1204 }, '1,204 records · 602/s · 1 in flight · 0 errors'],
  [{ ...standing, records: 1, milliseconds: 0 }, '1 record · 0/s · 1 in flight · 0 errors'],
  [{ ...standing, records: 500, expected: 1000 }, '500 records · 250/s · 50 % · 2.0 s left · 1 in flight · 0 errors'],
  [{ ...standing, records: 5, expected: 1000 }, '5 records · 3/s · 0 % · 1 in flight · 0 errors'],
  [
    { ...standing, records: 3480, expected: 1000, errors: 1 },
    '3,480 records · 1,740/s · 100 % · 1 in flight · 1 error',
  ],
  [{ ...standing, records: 10, expected: 0 }, '10 records · 5/s · 1 in flight · 0 errors'],
])('progress %#', (at, line) => {
  expect(progressLine(at)).toBe(line);
});

test('rate', () => {
  expect(rateLine({ ...standing, pages: 3, read: 250, records: 200 })).toBe(
    'Scanner scans: 3, read depth: 50, in flight: 1, records: 200, rate: 100/s',
  );
});

const counts = { records: 1204, errors: 0, declined: 2, operations: { UpdateItem: 37 } as { [name: string]: number } };
const run: ScriptRun = {
  ...{ mode: 'live', state: 'succeeded', counts, failures: [], milliseconds: 3200 },
  ...{ resumable: false, canRollBack: true, unread: false, goesPast: false },
};

test.each<[Partial<ScriptRun>, string]>([
  [{}, 'live: 1,204 records, 37 UpdateItem, 2 declined conditions, in 3.2 s'],
  [
    { mode: 'dry', counts: { ...counts, operations: {}, declined: 0 } },
    'dry run: 1,204 records in 3.2 s, nothing written',
  ],
  [
    { state: 'interrupted', stoppedBy: 'SIGINT', counts: { ...counts, declined: 0 } },
    'live: stopped by SIGINT after 1,204 records, 37 UpdateItem, in 3.2 s',
  ],
])('summary %#', (some, line) => {
  expect(summary({ ...run, ...some })).toBe(line);
});

test('numbers and durations', () => {
  expect([count(1234567), counted(1, 'record'), counted(0, 'record')]).toEqual(['1,234,567', '1 record', '0 records']);
  expect([40, 59_900, 245_000, 7_620_000].map(duration)).toEqual(['0.0 s', '59.9 s', '4 min 05 s', '2 h 07 min']);
});

test('a status is painted over, and cleared before a line', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
  const screen = createScreen(stream as unknown as NodeJS.WriteStream);
  screen.status('a status that is longer than the terminal is wide');
  screen.status('short');
  screen.info('a line');
  screen.warn('once');
  screen.warn('once');
  expect(stream.read().toString()).toBe(
    '\r\x1b[Ka status that is lo\r\x1b[Kshort\r\x1b[Ka line\n\x1b[33mwarning:\x1b[39m once\n',
  );
});

test('off a terminal there is no status', () => {
  const stream = new PassThrough();
  createScreen(stream as unknown as NodeJS.WriteStream).status('never');
  expect(stream.read()).toBeNull();
});

test('the line of a script in a stack', () => {
  const at = (place: string) =>
    Object.assign(new Error('x'), { stack: `Error: x\n    at lib (/l.js:1:1)\n    at ${place}` });
  expect(scriptLine(at('run (/a b/s.js:12:3)'), '/a b/s.js')).toBe('s.js:12');
  expect(scriptLine(at('file:///a%20b/s.mjs:7:3'), '/a b/s.mjs')).toBe('s.mjs:7');
  expect(scriptLine(at('/other.js:7:3'), '/a/s.mjs')).toBeUndefined();
  expect(scriptLine('text', '/a/s.mjs')).toBeUndefined();
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [undefined, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '', NO_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
])('colours on a terminal (%j) with %j: %j', (isTerminal, variables, coloured) => {
  expect(paintFor(isTerminal, variables).red('no')).toBe(coloured ? '\x1b[31mno\x1b[39m' : 'no');
});
