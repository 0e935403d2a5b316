import { addCapacity, type Capacity } from './capacity';
import type { Callback, DynoRequest } from './request/request';
import type { Operation } from './request/shapes';

/** Told what an operation consumed and how many milliseconds it took. */
export type CostLogger = (cost: { ConsumedCapacity: { [name: string]: any }; Time: number }) => void;

const writes = new Set<Operation>(['batchWriteItem', 'deleteItem', 'putItem', 'updateItem']);

/** Makes a request tell the logger what it consumed, once sent. */
export function logCost(request: DynoRequest, logger: CostLogger): void {
  const { send } = request;
  const units = writes.has(request.operation) ? 'WriteCapacityUnits' : 'ReadCapacityUnits';
  request.send = function (this: DynoRequest, callback?: Callback) {
    const start = Date.now();
    return send.call(request, function (error, data) {
      if (data?.ConsumedCapacity)
        logger({ ConsumedCapacity: cost(data.ConsumedCapacity, units), Time: Date.now() - start });
      callback?.call(this, error, data);
    });
  };
}

function cost(consumed: Capacity | Capacity[], units: 'ReadCapacityUnits' | 'WriteCapacityUnits') {
  const total = addCapacity({}, consumed);
  return {
    CapacityUnits: total.CapacityUnits,
    [units]: total[units] || total.CapacityUnits || 0,
    GlobalSecondaryIndexes: indexes(total.GlobalSecondaryIndexes, units),
    LocalSecondaryIndexes: indexes(total.LocalSecondaryIndexes, units),
  };
}

function indexes(
  consumed: { [index: string]: Capacity } | undefined,
  units: 'ReadCapacityUnits' | 'WriteCapacityUnits',
) {
  if (!consumed) return null;
  return Object.fromEntries(
    Object.entries(consumed).map(([name, capacity]) => [name, { [units]: capacity[units] || capacity.CapacityUnits }]),
  );
}
