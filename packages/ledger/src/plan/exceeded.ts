import { type Expectations, unmetExpectations } from '../scripts/expect';

/**
 * Sentences about expectations that counts have left for good while a run is still at work, because they only grow. Shares
 * of the records can be told at the end only.
 */
export function exceededExpectations(
  expected: Expectations | undefined,
  counts: { readonly [count: string]: number },
): string[] {
  return Object.entries(expected ?? {}).flatMap(([count, bound]) => {
    const text = String(bound);
    if (text.includes('%')) return [];
    const value = counts[count] ?? 0;
    const unmet = (at: number) => unmetExpectations({ [count]: bound }, { [count]: at });
    const near = (text.match(/\d+/g) ?? []).flatMap((number) => [-1, 0, 1].map((step) => Number(number) + step));
    const reachable = [...near.filter((number) => number > value), Number.MAX_SAFE_INTEGER];
    return reachable.some((number) => unmet(number).length === 0) ? [] : unmet(value);
  });
}
