import type { RunPatch } from '@dynamodb-migrate/core';
import type { PreviewOutcome } from './outcome';

/** What is kept of a preview with its run. */
export function recordOf(
  { state, tables, estimate, failures }: PreviewOutcome,
  counts: { [name: string]: number },
): RunPatch {
  const sums = { added: 0, changed: 0, removed: 0, unchanged: 0, failed: 0, writeUnits: estimate.writeUnits };
  for (const table of tables) {
    for (const kind of ['added', 'changed', 'removed', 'unchanged', 'failed'] as const) sums[kind] += table[kind];
  }
  const [first] = failures;
  return {
    state: state as 'succeeded' | 'failed' | 'interrupted',
    endedAt: new Date().toISOString(),
    counts: { ...counts, ...sums },
    ...(first && { error: [first.record && `record ${first.record}`, first.message].filter(Boolean).join(': ') }),
  };
}
