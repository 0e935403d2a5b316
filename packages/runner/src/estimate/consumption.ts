import { capacityUnits, isRead, itemReads, itemWrites, type Layer } from '@dynamodb-migrate/core';

/** What DynamoDB says was consumed. */
export interface Meter {
  /** Below all that makes requests of its own. Asks what each operation on items consumes. */
  layer: Layer;
  readonly writeUnits: number;
  readonly readUnits: number;
}

export function createMeter(): Meter {
  const meter = { writeUnits: 0, readUnits: 0 };
  const layer: Layer = (next) => async (operation, input, options) => {
    if (!itemReads.has(operation) && !itemWrites.has(operation)) return next(operation, input, options);
    const silent = input.ReturnConsumedCapacity === undefined || input.ReturnConsumedCapacity === 'NONE';
    const asking = silent ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input;
    const output = await next(operation, asking, options);
    meter[isRead(operation) ? 'readUnits' : 'writeUnits'] += capacityUnits(output.ConsumedCapacity) ?? 0;
    if (!silent) return output;
    const { ConsumedCapacity: _hidden, ...rest } = output;
    return rest;
  };
  return Object.assign(meter, { layer });
}
