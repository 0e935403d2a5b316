import { itemReads, itemWrites, tablesOf } from '../send/operations';
import type { Layer, Send, SendOptions, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { Bucket } from './bucket';

export interface Budgets {
  /** Read units a second; unlimited when absent. */
  reads?: Bucket;
  /** Write units a second; unlimited when absent. */
  writes?: Bucket;
}

/**
 * Holds operations on items back until their budget has capacity. Charged with the capacity that DynamoDB says it
 * consumed, which the caller does not see unless it asked for it.
 */
export function limit({ reads, writes }: Budgets): Layer {
  const estimates = new Map<string, number>();
  const within = async (bucket: Bucket, next: Send, operation: string, input: Wire, options?: SendOptions) => {
    const key = `${operation} ${tablesOf(input)}`;
    const estimate = estimates.get(key) ?? 1;
    try {
      await bucket.take(estimate, options?.signal);
    } catch (cause) {
      throw new ServiceError('AbortError', 'Request aborted by user', { cause });
    }
    let consumed = estimate;
    try {
      const asked = input.ReturnConsumedCapacity && input.ReturnConsumedCapacity !== 'NONE';
      const output = await next(operation, asked ? input : { ...input, ReturnConsumedCapacity: 'TOTAL' }, options);
      consumed = capacityUnits(output.ConsumedCapacity) ?? estimate;
      estimates.set(key, consumed);
      if (asked) return output;
      const { ConsumedCapacity: _hidden, ...rest } = output;
      return rest;
    } finally {
      bucket.settle(estimate, consumed);
    }
  };
  return (next) => (operation, input, options) => {
    const bucket = itemReads.has(operation) ? reads : itemWrites.has(operation) ? writes : undefined;
    const unlimited = !bucket || bucket.rate === Number.POSITIVE_INFINITY;
    return unlimited ? next(operation, input, options) : within(bucket, next, operation, input, options);
  };
}

/** The units of one `ConsumedCapacity`, or of a batch's list of them; undefined when DynamoDB did not say. */
export function capacityUnits(capacity: Wire | Wire[] | undefined): number | undefined {
  if (capacity === undefined) return undefined;
  return [capacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
