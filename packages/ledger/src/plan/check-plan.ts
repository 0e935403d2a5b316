import type { Plan } from './plan';

type Shape = (value: any) => boolean;

const text: Shape = (value) => typeof value === 'string';
const number: Shape = (value) => Number.isFinite(value);
const list =
  (of: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(of);
const record =
  (shapes: { [name: string]: Shape }): Shape =>
  (value) =>
    typeof value === 'object' && value !== null && Object.entries(shapes).every(([name, fits]) => fits(value[name]));
const optional =
  (of: Shape): Shape =>
  (value) =>
    value === undefined || of(value);
const kinds = { added: number, changed: number, removed: number, unchanged: number };

const plan = record({
  version: (value) => value === 1,
  environment: text,
  tolerance: optional(text),
  sample: optional(record({ share: number, seed: number })),
  madeBy: optional(record({ user: text, arn: optional(text), ci: optional(text) })),
  ledger: record({ table: text, position: text }),
  tables: list(
    record({
      ...{ name: text, region: text, keys: list(record({ name: text, type: text })) },
      identity: record({ arn: optional(text), id: optional(text), createdAt: optional(text) }),
    }),
  ),
  scripts: list(
    record({
      ...{ script: text, sha256: text, description: optional(text) },
      ...{ tables: list(text), errors: list(text), notes: list(text) },
      counts: record({ ...kinds, records: number, failed: number, writes: number }),
      changes: list(record({ ...kinds, table: text })),
      estimate: record({
        ...{ writeUnits: number, readUnits: number, boundBy: optional(text) },
        cost: optional(record({ onDemand: optional(number), provisioned: optional(number) })),
        tables: optional(list(record({ table: text, writeUnits: number, indexes: record({}), readUnits: number }))),
      }),
      sampled: optional(
        record({
          ...{ segments: number, of: number, read: number, basis: text },
          margins: record({ ...kinds, records: number, writes: number, writeUnits: number }),
        }),
      ),
      samples: list(record({ table: text, key: record({}), kind: text, attributes: list(record({ path: text })) })),
      refusals: list(record({ operation: text, table: text, name: text, message: text, times: number })),
    }),
  ),
  waiting: list(record({ script: text, line: optional(text) })),
  problems: list(text),
  warnings: list(record({ table: text, kind: text, message: text })),
});

/** Whether what was read from a file has all that a plan has. */
export function isPlan(value: unknown): value is Plan {
  return plan(value);
}
