import type { AttributeChange } from '@dynamodb-migrate/core';
import { diffItems, ServiceError } from '@dynamodb-migrate/core';
import type { PreviewOutcome, TableOutcome } from '../../runner/src/preview/outcome';
import { scrub } from '../../runner/src/preview/scrub';
import type { ScriptRun } from '../../runner/src/run/script-run';
import { paintFor } from '../src/output/paint';
import { printReport } from '../src/output/preview-report';
import { showValue } from '../src/output/show-value';
import { summary } from '../src/output/summary';

test.each([
  [{ S: 'a "b"' }, 'S "a \\"b\\""'],
  [{ S: 'x'.repeat(100) }, `S "${'x'.repeat(40)}"… 100 characters`],
  [{ S: `${'x'.repeat(39)}😀${'x'.repeat(20)}` }, `S "${'x'.repeat(39)}"… 61 characters`],
  [{ N: '12345678901234567890123456789012345678' }, 'N 12345678901234567890123456789012345678'],
  [{ B: 'aGVsbG8=' }, 'B aGVsbG8= (5 bytes)'],
  [{ BOOL: false }, 'BOOL false'],
  [{ NULL: true }, 'NULL'],
  [{ M: { a: { L: [{ N: '1' }, { S: 'x' }, { NULL: true }] }, b: { BOOL: true } } }, 'M {a: [1, "x", null], b: true}'],
  [{ SS: ['a', 'b'] }, 'SS {"a", "b"}'],
  [{ NS: ['1', '2'] }, 'NS {1, 2}'],
])('a value %#', (value, text) => {
  expect(showValue(value as any)).toBe(text);
});

test('a masked value', () => {
  expect(showValue({ S: '(redacted)' }, 'N', true)).toBe('N (redacted)');
  expect(showValue({ S: 'N, 3 bytes' }, 'N', true)).toBe('N, 3 bytes');
  expect(showValue({ S: 'shown' }, 'S', true)).toBe('S "shown"');
});

const table: TableOutcome = {
  ...{ table: 'things', region: 'r', operations: 5, writeUnits: 1204, readUnits: 3, indexes: {} },
  ...{ added: 0, changed: 1204, removed: 0, unchanged: 0, failed: 0, declined: 0 },
};

const change = (attributes: AttributeChange[], id = 'a1') => ({
  ...{ table: 'things', region: 'r', key: { id: { S: id } }, kind: 'changed' as const, attributes },
});

function printed(some: Partial<PreviewOutcome>, changes: ReturnType<typeof change>[] = [], isTerminal = false) {
  const lines: string[] = [];
  const info = (text: string) => void lines.push(text);
  const paint = paintFor(isTerminal, {});
  const screen = {
    isTerminal,
    paint,
    dataPaint: paint,
    info,
    warn() {},
    status() {},
    clear() {},
    data() {},
    json() {},
  };
  const outcome: PreviewOutcome = {
    ...{ run: 'id', state: 'succeeded', records: 3, tables: [table], refusals: [], failures: [], notes: [] },
    estimate: { records: 3, writeUnits: 1204, seconds: 65 },
    ...some,
  };
  const first = changes.slice(0, 10);
  printReport(screen, { outcome, changed: changes.length, first, masked: false, folder: 'DIR' });
  return lines.join('\n');
}

test('a report', () => {
  const before = { id: { S: 'a1' }, tags: { SS: ['a', 'b'] }, gone: { N: '1' }, evil: { S: 'x' } };
  const after = { id: { S: 'a1' }, tags: { SS: ['b', 'c'] }, evil: { S: '\u009b31m' } };
  const text = printed(
    {
      notes: ['Something is not exact.'],
      wholeTable: { records: 9000, writeUnits: 3612000, seconds: 195000 },
      refusals: [
        {
          operation: 'PutItem',
          table: 'things',
          name: 'E',
          message: 'no',
          declined: false,
          times: 4,
          records: ['id "a"'],
        },
        {
          operation: 'PutItem',
          table: 'things',
          name: 'C',
          message: 'c',
          declined: true,
          times: 1200,
          records: ['id "b"'],
        },
      ],
    },
    [change(diffItems(before, after))],
  );
  expect(text).toBe(`
things  0 added · 1,204 changed · 0 removed · 0 unchanged · 0 failed

  ~ id "a1"
      evil  S "x" → S "\\u009b31m"
      gone  - N 1
      tags  SS +c -a

would fail
  4 × PutItem on things: E: no (id "a"; …)
conditions that do not hold, which is for the script to decide on
  1,200 × PutItem on things (id "b"; …)

a live run would consume about 1,204 write units and take about 1 min 05 s
on the whole table, 9,000 records, it would be about 3,612,000 write units and take about 54 h 10 min

note: Something is not exact.

kept in DIR
`);
});

test('ten changes are shown, twelve attributes of each, and how many more there are', () => {
  const attributes = diffItems({}, Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`a${i}`, { N: '1' }])));
  const text = printed(
    {},
    Array.from({ length: 12 }, (_, i) => change(attributes, `k${i}`)),
  );
  expect(text.match(/~ id/g)).toHaveLength(10);
  expect(text.match(/a\d+ +\+ N 1/g)).toHaveLength(120);
  expect(text).toMatch(/… and 3 more attributes\n/);
  expect(text).toMatch(/all 12 changes in DIR\n/);
});

test('colours are for terminals', () => {
  const attributes = diffItems({ a: { N: '1' } }, { a: { N: '2' } });
  expect(printed({}, [change(attributes)], false)).not.toContain('\x1b');
  expect(printed({}, [change(attributes)], true)).toContain('\x1b[33mN 2\x1b[39m');
});

test('the last line', () => {
  const counts = { records: 1204, errors: 0, declined: 2, operations: { UpdateItem: 37 } };
  const run: ScriptRun = {
    ...{ mode: 'preview', state: 'succeeded', counts, failures: [], milliseconds: 3200 },
    ...{ resumable: false, canRollBack: false, unread: false, goesPast: false },
  };
  expect(summary(run)).toBe(
    'preview: 1,204 records, 37 UpdateItem, 2 declined conditions in 3.2 s, nothing written; to write, give --live instead of --preview',
  );
  expect(summary({ ...run, state: 'failed' })).toMatch(/, nothing written$/);
});

test('values of a request are taken out of what refuses it', async () => {
  const message = 'The parameter cannot be converted to a numeric value: hush-1, not 12';
  const refuse = async () => {
    throw new ServiceError('ValidationException', message, { body: { message } });
  };
  const send = scrub()(refuse, { region: 'r' });
  const input = { TableName: 'value', Item: { id: { N: 'hush-1' }, m: { M: { b: { NS: ['1', '12'] } } } } };
  const error: any = await send('PutItem', input).catch((thrown) => thrown);
  expect(error.message).toBe('The parameter cannot be converted to a numeric value: (hidden), not (hidden)');
  expect(error.body.message).toBe(error.message);
  expect(error.stack).not.toMatch(/hush/);
});

test('so are long ones, and many, and none that is a part of a word', async () => {
  const long = 'y'.repeat(100_000);
  const message = `refused: ${long}, a1 but not a12 or ba1, hidden`;
  const refuse = async () => {
    throw new ServiceError('ValidationException', message);
  };
  const many = Array.from({ length: 5000 }, (_, i) => `${i}${long.slice(0, 50)}`);
  const Item = { id: { S: long }, a: { S: 'a1' }, h: { S: 'hidden' }, many: { SS: many } };
  const send = scrub()(refuse, { region: 'r' });
  const error: any = await send('PutItem', { TableName: 't', Item }).catch((thrown) => thrown);
  expect(error.message).toBe('refused: (hidden), (hidden) but not a12 or ba1, (hidden)');
});
