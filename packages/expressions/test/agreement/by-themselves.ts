import type { Send } from '@dynamodb-migrate/core';
import fc from 'fast-check';
import { cases } from './cases/cases';
import { engineVerdicts } from './engine-verdicts';
import { ourVerdict } from './our-verdict';
import { count, type Tally } from './tally';

const page = 500;

/** Has an engine carry out operations of all kinds, one by one. */
export async function byThemselves(send: Send, table: string, tally: Tally, times: number, seed: number) {
  for (let at = 0; at < times; at += page) {
    const some = fc.sample(cases, { numRuns: Math.min(page, times - at), seed: seed + at });
    const theirs = await engineVerdicts(send, table, some);
    for (const [slot, one] of some.entries()) count(tally, one, ourVerdict(one, slot), theirs[slot]!);
  }
}
