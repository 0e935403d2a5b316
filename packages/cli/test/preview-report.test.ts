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
  ...{ table: 'things', region: 'r', operations: 5, writeUnits: 1204, indexes: {}, readUnits: 3 },
  ...{ added: 0, changed: 1204, removed: 0, unchanged: 0, failed: 0, declined: 0 },
};

const units = [
  { ...{ table: 'things', region: 'r', writeUnits: 3_612_000, readUnits: 1 }, indexes: { byKind: 1_806_000 } },
];

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
    estimate: {
      ...{ records: 3, writeUnits: 1204, readUnits: 2, seconds: 65 },
      boundBy: 'the script itself',
      ...{ cost: {}, tables: [] },
    },
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
      wholeTable: {
        ...{ records: 9000, writeUnits: 3612000, readUnits: 1125, seconds: 195000 },
        ...{ boundBy: 'the budget of writes', cost: { onDemand: 2.2576, provisioned: 0.0009 }, tables: units },
      },
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

a live run would consume about 1,204 write units and take about 1 min 05 s, held back by the script itself
on the whole table, 9,000 records, it would be about 3,612,000 write units and take about 54 h 10 min, held back by the budget of writes
1,125 read units would be read; all that would cost 2.26 USD on demand, less than 0.01 USD as provisioned capacity
write units of indexes: byKind 1,806,000

note: Something is not exact.

kept in DIR
`);
});

test('a report of a sample', () => {
  const total = (total: number, margin = 0) => ({ total, margin, seen: 0 });
  const kinds = { added: total(0, 380), changed: total(12_400, 900), removed: total(7, 3), unchanged: total(5) };
  const sample = {
    ...{ share: 0.01, seed: 7, segments: 100, of: 10_000, basis: 'both' as const },
    ...{ records: total(90_000, 80), bytes: total(9e6), writes: total(12_400, 900), writeUnits: total(24_800, 1_800) },
    tables: [{ table: 'things', region: 'r', ...kinds, writeUnits: total(24_800, 1_800) }],
  };
  const wholeTable = {
    ...{ records: 90_000, writeUnits: 24_800, readUnits: 1, seconds: 5 },
    ...{ boundBy: 'round trips', cost: {}, tables: units },
  };
  expect(printed({ sample, wholeTable })).toContain(`
the whole table, by a sample of 1 % (100 of 10,000 segments, seed 7; DynamoDB’s count of records and the segments disagree: what either says is covered), 19 times out of 20:
  things  0 to 380 added · 12,400 ± 900 changed · 7 ± 3 removed · 5 unchanged

a live run would consume about 1,204 write units and take about 1 min 05 s, held back by the script itself
on the whole table, 90,000 records, it would be about 24,800 ± 1,800 write units and take about 5.0 s
1 read unit would be read
write units of indexes: byKind 1,806,000
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
