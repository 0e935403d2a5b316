import { isDeclined } from '../send/declined';
import { tablesOf } from '../send/operations';
import type { SendOptions, Wire } from '../send/send';
import { consumedCapacity, writeUnits } from './capacity';
import { carryOut } from './carry-out';
import { countWrite } from './count-write';
import type { Door } from './door';
import { answered } from './own-answer';
import { present } from './present';
import { asRefused } from './refused';
import { settleWrite } from './settle-write';
import type { Step } from './steps';
import { takeTurn } from './take-turn';

/** PutItem, UpdateItem or DeleteItem, computed on the item's present image. */
export function writeItem(operation: Step['operation']) {
  return (door: Door, input: Wire, options?: SendOptions): Promise<Wire> => {
    const steps = [{ operation, request: input }];
    const execute = () =>
      takeTurn(door, steps, async (placed) => {
        const step = placed[0]!;
        const { info } = step.table;
        const blind = isBlind(operation, input);
        // What is refused whatever is there leaves no trace.
        if (blind) asRefused(() => carryOut(step, undefined, info));
        const there = await present(door, step, { blind, options });
        try {
          const { after, output } = asRefused(() => carryOut(step, there.image, info));
          const consumed = await settleWrite(door, { step, present: there, after });
          answered(options);
          const ConsumedCapacity = consumed && consumedCapacity(input, input.TableName, consumed);
          return ConsumedCapacity ? { ...output, ConsumedCapacity } : output;
        } catch (error) {
          if (isDeclined(error)) {
            door.overlay.usage(door.target.region, input.TableName).writeUnits += writeUnits(there.image, undefined);
          }
          throw error;
        }
      });
    return countWrite(door, tablesOf(input), execute);
  };
}

/** Whether what a write does and answers does not depend on what is there. */
function isBlind(operation: string, input: Wire): boolean {
  if (operation === 'UpdateItem') return false;
  const { ConditionExpression, Expected, ReturnValues = 'NONE', ReturnConsumedCapacity = 'NONE' } = input;
  return !ConditionExpression && !Expected && ReturnValues === 'NONE' && ReturnConsumedCapacity === 'NONE';
}
