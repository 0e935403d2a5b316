import type { Send, Wire } from '@dynamodb-migrate/core';
import { pageByPage } from './at-once';
import type { Case, Verdict } from './cases/case';
import { prepare, slots } from './items';
import { requestOf } from './request';

/** What an engine makes of cases, each sent by itself, in the slot of its index in the table. */
export async function engineVerdicts(send: Send, TableName: string, cases: readonly Case[]): Promise<Verdict[]> {
  await prepare(send, TableName, cases);
  const answers: (Wire | Error)[] = [];
  await pageByPage(cases, 1, async ([one], slot) => {
    const input = { TableName, ...requestOf(one!, slot) };
    answers[slot] = await send(one!.operation, input).catch((error) => error as Error);
  });
  const after = await slots(send, TableName, cases.length);
  return cases.map(({ operation }, slot): Verdict => {
    const answer = answers[slot]!;
    if (answer instanceof Error) return { error: answer.name, message: answer.message };
    const { Item, Items, Attributes } = answer;
    const output = operation === 'GetItem' ? Item : operation === 'Query' ? Items[0] : Attributes;
    return { after: after[slot], output };
  });
}
