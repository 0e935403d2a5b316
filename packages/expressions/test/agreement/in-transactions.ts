import type { Send } from '@dynamodb-migrate/core';
import fc from 'fast-check';
import { pageByPage } from './at-once';
import type { Case, Verdict } from './cases/case';
import { transactable } from './cases/cases';
import { engineVerdicts } from './engine-verdicts';
import { prepare, slots } from './items';
import { ourVerdict } from './our-verdict';
import { requestOf } from './request';
import { agree, count, type Tally } from './tally';

const page = 500;
// The build of 2020 takes no more.
const mostInTransaction = 10;

/**
 * Has an engine carry out updates that should succeed, and conditions that should not hold, ten in a transaction. Where one
 * comes out otherwise, its cases are carried out one by one.
 */
export async function inTransactions(send: Send, table: string, tally: Tally, times: number, seed: number) {
  for (let at = 0; tally.cases < times; at++) {
    const all = fc.sample(transactable, { numRuns: 2 * page, seed: seed + at });
    const kinds = new Map<string | undefined, Case[]>([
      [undefined, []],
      ['ConditionalCheckFailedException', []],
    ]);
    for (const one of all) kinds.get(ourVerdict(one, 0).error)?.push(one);
    for (const [error, some] of kinds) await carryOut(send, table, tally, some, error);
  }
}

async function carryOut(send: Send, table: string, tally: Tally, cases: Case[], error: string | undefined) {
  await prepare(send, table, cases);
  const failed: Case[] = [];
  await pageByPage(cases, mostInTransaction, async (some, first) => {
    const isAsExpected = await transact(send, table, some, first, error);
    if (!isAsExpected) failed.push(...some);
  });
  const after = await slots(send, table, cases.length);
  for (const [slot, one] of cases.entries()) {
    if (failed.includes(one)) continue;
    const ours = ourVerdict(one, slot);
    const theirs: Verdict = error === undefined ? { after: after[slot], output: undefined } : { error, message: '' };
    if (!agree(ours, theirs)) failed.push(one);
    else count(tally, one, ours, theirs);
  }
  const theirs = await engineVerdicts(send, table, failed);
  for (const [slot, one] of failed.entries()) count(tally, one, ourVerdict(one, slot), theirs[slot]!);
}

const names = { UpdateItem: 'Update', PutItem: 'Put', DeleteItem: 'Delete' } as const;

/** Whether a transaction succeeds, or fails for the condition of each of its parts. */
async function transact(send: Send, TableName: string, cases: readonly Case[], first: number, error?: string) {
  const TransactItems = cases.map((one, i) => {
    const name = names[one.operation as keyof typeof names];
    return { [name]: { TableName, ...requestOf(one, first + i) } };
  });
  try {
    await send('TransactWriteItems', { TransactItems });
    return error === undefined;
  } catch (thrown) {
    const reasons = (thrown as { body?: { CancellationReasons?: { Code: string }[] } }).body?.CancellationReasons ?? [];
    return (
      error !== undefined &&
      reasons.length === cases.length &&
      reasons.every(({ Code }) => Code === 'ConditionalCheckFailed')
    );
  }
}
