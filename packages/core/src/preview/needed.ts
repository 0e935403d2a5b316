import { MigrateError } from '../error';
import { ServiceError } from '../send/service-error';

/** Says of a read that a preview cannot do without, when it is not permitted, what is missing. */
export async function needed<T>(read: Promise<T>, operation: string, table: string): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.name !== 'AccessDeniedException') throw error;
    throw new MigrateError('PREVIEW_NEEDS_READ', `The preview may not ${operation} on ${table}: ${error.message}`, {
      cause: error,
      hint: 'Allow dynamodb:DescribeTable, GetItem and BatchGetItem on it; a preview never writes.',
    });
  }
}
