import { ServiceError } from '../send/service-error';
import type { Door } from './door';

/** Counts a write among those of a table, and whether DynamoDB would refuse it. */
export async function countWrite<T>({ overlay, target }: Door, table: string, work: () => Promise<T>): Promise<T> {
  const usage = overlay.usage(target.region, table);
  usage.operations++;
  try {
    return await work();
  } catch (error) {
    const refused = error instanceof ServiceError && !['AbortError', 'AccessDeniedException'].includes(error.name);
    if (refused) usage.failed++;
    throw error;
  }
}
