import { ServiceError } from '../send/service-error';
import type { Door } from './door';

/** Counts a write with each of its tables, and with the first one whether DynamoDB would refuse it. */
export async function countWrite<T>(
  { overlay, target }: Door,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const usages = tables.map((table) => overlay.usage(target.region, table));
  for (const usage of usages) usage.operations++;
  try {
    return await work();
  } catch (error) {
    const refused = error instanceof ServiceError && !['AbortError', 'AccessDeniedException'].includes(error.name);
    if (refused && usages[0]) usages[0].failed++;
    throw error;
  }
}
