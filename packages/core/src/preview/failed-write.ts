import { currentRecord, recordName } from '../engine/record-scope';
import type { Item } from '../items/attribute-value';
import { ServiceError } from '../send/service-error';
import { plainName } from '../tables/table-name';
import type { Door } from './door';

/** Takes note of a write that DynamoDB would refuse, and refuses it likewise. */
export async function noteFailure<T>(
  { overlay, target }: Door,
  write: { operation: string; table: string; key?: () => Item | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const table = plainName(write.table);
  overlay.usage(target.region, table).operations++;
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError && !['AbortError', 'AccessDeniedException'].includes(error.name)) {
      const record = currentRecord();
      const key = write.key?.();
      overlay.fail({
        operation: write.operation,
        table,
        region: target.region,
        name: error.name,
        message: error.message,
        ...(key && { key }),
        ...(record && { record: recordName(record) }),
      });
    }
    throw error;
  }
}
