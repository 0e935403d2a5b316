import {
  currentRecord,
  isDeclined,
  itemWrites,
  type Layer,
  recordName,
  ServiceError,
  tablesOf,
  type Wire,
} from '@dynamodb-migrate/core';

/** Writes that the live run would see refused in the same way. */
export interface Refusal {
  operation: string;
  /** Several, by comma, for operations on several tables. */
  table: string;
  /** DynamoDB's name for the error. */
  name: string;
  message: string;
  /** Whether it is but a condition that does not hold, which is the script's to decide on. */
  declined: boolean;
  times: number;
  /** Names of the first records that met it. */
  records: string[];
}

export interface Refusals {
  layer: Layer;
  /** In the order in which they were first met. */
  readonly all: readonly Refusal[];
}

const kinds = 100;
const named = 10;

/** Takes note of the writes that a preview refuses. */
export function createRefusals(): Refusals {
  const found = new Map<string, Refusal>();
  const note = (operation: string, input: Wire, error: ServiceError) => {
    const { name, message } = error;
    const table = tablesOf(input).join(', ');
    const id = JSON.stringify([operation, table, name, message]);
    let refusal = found.get(id);
    if (!refusal) {
      if (found.size >= kinds) return;
      const declined = isDeclined(error);
      refusal = { operation, table, name, message, declined, times: 0, records: [] };
      found.set(id, refusal);
    }
    refusal.times++;
    const record = currentRecord();
    if (record && refusal.records.length < named) refusal.records.push(recordName(record));
  };
  return {
    layer: (next) => async (operation, input, options) => {
      try {
        return await next(operation, input, options);
      } catch (error) {
        const counts = itemWrites.has(operation) && error instanceof ServiceError;
        if (counts && !['AbortError', 'AccessDeniedException'].includes(error.name)) note(operation, input, error);
        throw error;
      }
    },
    get all() {
      return [...found.values()];
    },
  };
}
