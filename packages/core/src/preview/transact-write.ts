import { type Effect, Refusal } from '@dynamodb-migrate/expressions';
import { tablesOf } from '../send/operations';
import { ServiceError } from '../send/service-error';
import { carryOut } from './carry-out';
import { countWrite } from './count-write';
import type { Operation } from './door';
import { answered } from './own-answer';
import { type Present, present } from './present';
import { asRefused } from './refused';
import { settleAll } from './settle-all';
import { type PlacedStep, transactSteps } from './steps';
import { takeTurn } from './take-turn';

/** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostActions = 100;

/** Transactions consume twice what plain writes do. */
const factor = 2;

/** TransactWriteItems: all of its writes, or none where a condition does not hold or a write is not valid. */
export const transactWrite: Operation = (door, input, options) => {
  const steps = transactSteps(input);
  return countWrite(door, tablesOf(input), () =>
    takeTurn(door, steps, async (placed) => {
      asRefused(() => check(placed));
      const there = await Promise.all(placed.map((step) => present(door, step, { options })));
      const outcomes = placed.map((step, at) => outcomeOf(step, there[at]!));
      const failed = outcomes.some((outcome) => outcome instanceof Refusal);
      if (failed) throw cancelled(outcomes);
      const written = placed.map((step, at) => {
        return { step, present: there[at]!, after: (outcomes[at] as Effect).after, factor };
      });
      const capacity = await settleAll(
        door,
        input,
        written.filter(({ step }) => step.operation !== 'ConditionCheckItem'),
      );
      answered(options);
      return capacity;
    }),
  );
};

function check(placed: readonly PlacedStep[]): void {
  if (placed.length === 0 || placed.length > mostActions) {
    const message = `Member must have length less than or equal to ${mostActions}, and at least 1`;
    throw new Refusal('ValidationException', message);
  }
  const ids = placed.map(({ table, id }) => table.lockId(id ?? ''));
  if (placed.every(({ id }) => id !== undefined) && new Set(ids).size < ids.length) {
    const message = 'Transaction request cannot include multiple operations on one item';
    throw new Refusal('ValidationException', message);
  }
}

/** What a step comes to: a refusal that is due to the item cancels the transaction, any other is one of the request. */
function outcomeOf(step: PlacedStep, { image }: Present): Effect | Refusal {
  try {
    return carryOut(step, image, step.table.info);
  } catch (error) {
    if (error instanceof Refusal && error.isOfItem) return error;
    return asRefused(() => {
      throw error;
    });
  }
}

function cancelled(outcomes: readonly (Effect | Refusal)[]): ServiceError {
  const CancellationReasons = outcomes.map((outcome) => {
    if (!(outcome instanceof Refusal)) return { Code: 'None' };
    const { name, message: Message, item } = outcome;
    const Code = name === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : 'ValidationError';
    return { Code, Message, ...(item && { Item: item }) };
  });
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new ServiceError('TransactionCanceledException', message, {
    statusCode: 400,
    body: { Message: message, CancellationReasons },
  });
}
