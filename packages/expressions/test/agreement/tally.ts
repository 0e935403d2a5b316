import { equalItems } from '../../src';
import type { Case, Verdict } from './cases/case';
import { differenceIn } from './differences';

/** Counts of cases, and those on which this package and an engine disagree for no known reason. */
export interface Tally {
  engine: string;
  cases: number;
  refused: number;
  known: Map<string, number>;
  disagreements: string[];
}

export function createTally(engine: string): Tally {
  return { engine, cases: 0, refused: 0, known: new Map(), disagreements: [] };
}

const shown = 3;

export function count(tally: Tally, one: Case, ours: Verdict, theirs: Verdict): void {
  tally.cases++;
  if (agree(ours, theirs)) {
    if (ours.error !== undefined) tally.refused++;
    return;
  }
  const difference = differenceIn(tally.engine, one, ours, theirs);
  if (difference) tally.known.set(difference.name, (tally.known.get(difference.name) ?? 0) + 1);
  else if (tally.disagreements.length < shown) tally.disagreements.push(JSON.stringify({ ...one, ours, theirs }));
}

export function agree(ours: Verdict, theirs: Verdict): boolean {
  if (ours.error !== undefined || theirs.error !== undefined) return ours.error === theirs.error;
  return equalItems(ours.after, theirs.after) && equalItems(ours.output ?? {}, theirs.output ?? {});
}
