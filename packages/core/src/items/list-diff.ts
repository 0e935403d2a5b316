import { type AttributeValue, equalValues } from '@dynamodb-migrate/expressions';

/** Elements that correspond: an index without a partner was removed (`from` alone) or added (`to` alone). */
export interface Pair {
  from?: number;
  to?: number;
}

// The table of the longest common subsequence is as large as the product of both lengths.
const maxTable = 250_000;

/** Pairs up the elements of two lists so that few of them differ; equal pairs are left out. */
export function align(before: readonly AttributeValue[], after: readonly AttributeValue[]): Pair[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && equalValues(before[start], after[start])) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && equalValues(before[before.length - 1 - end], after[after.length - 1 - end])) end++;

  const kept = common(before.slice(start, before.length - end), after.slice(start, after.length - end));
  const anchors = kept.map(([from, to]) => ({ from: from + start, to: to + start }));
  anchors.push({ from: before.length - end, to: after.length - end });

  const pairs: Pair[] = [];
  let [from, to] = [start, start];
  for (const anchor of anchors) {
    while (from < anchor.from && to < anchor.to) pairs.push({ from: from++, to: to++ });
    while (from < anchor.from) pairs.push({ from: from++ });
    while (to < anchor.to) pairs.push({ to: to++ });
    from++;
    to++;
  }
  return pairs;
}

/** Index pairs of a longest common subsequence; none when the lists are equally long or too long to compare so. */
function common(a: readonly AttributeValue[], b: readonly AttributeValue[]): [number, number][] {
  if (a.length === b.length || a.length * b.length > maxTable) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const same = (i: number, j: number) => equalValues(a[i], b[j]);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [skipA, skipB] = [lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!];
      lengths[i * width + j] = same(i, j) ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(skipA, skipB);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
