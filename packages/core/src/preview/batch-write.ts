import { Refusal } from '@dynamodb-migrate/expressions';
import { tablesOf } from '../send/operations';
import { carryOut } from './carry-out';
import { countWrite } from './count-write';
import type { Operation } from './door';
import { answered } from './own-answer';
import { present } from './present';
import { asRefused } from './refused';
import { settleAll } from './settle-all';
import { batchSteps, type PlacedStep } from './steps';
import { takeTurn } from './take-turn';

/** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const mostWrites = 25;

/** BatchWriteItem: all of its puts and deletes, or none where one of them is not valid. */
export const batchWrite: Operation = (door, input, options) => {
  const steps = batchSteps(input);
  return countWrite(door, tablesOf(input), () =>
    takeTurn(door, steps, async (placed) => {
      const effects = asRefused(() => {
        check(input, placed);
        return placed.map((step) => carryOut(step, undefined, step.table.info));
      });
      const blind = (input.ReturnConsumedCapacity ?? 'NONE') === 'NONE';
      const there = await Promise.all(placed.map((step) => present(door, step, { blind, options })));
      const written = placed.map((step, at) => ({ step, present: there[at]!, after: effects[at]!.after }));
      const capacity = await settleAll(door, input, written);
      answered(options);
      return { UnprocessedItems: {}, ...capacity };
    }),
  );
};

function check(input: { RequestItems?: object }, placed: readonly PlacedStep[]): void {
  const tables = Object.values(input.RequestItems ?? {});
  if (placed.length === 0 || tables.some((requests) => requests.length === 0)) {
    throw new Refusal('ValidationException', 'The batch write request list for a table cannot be null or empty');
  }
  if (placed.length > mostWrites) {
    throw new Refusal('ValidationException', 'Too many items requested for the BatchWriteItem call');
  }
  const ids = placed.map(({ table, id }) => table.lockId(id ?? ''));
  if (placed.every(({ id }) => id !== undefined) && new Set(ids).size < ids.length) {
    throw new Refusal('ValidationException', 'Provided list of item keys contains duplicates');
  }
}
