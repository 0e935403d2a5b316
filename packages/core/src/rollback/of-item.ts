import { MigrateError } from '../error';
import { ServiceError } from '../send/service-error';

const refusals = new Set([
  'ValidationException',
  'SerializationException',
  'RequestEntityTooLargeException',
  'ItemCollectionSizeLimitExceededException',
]);

/** Whether DynamoDB, or an engine in its place, refused a request for what it asks. */
function isRefusal(error: unknown): boolean {
  if (error instanceof MigrateError) return error.code === 'ENGINE_LIMIT';
  return error instanceof ServiceError && (refusals.has(error.name) || error.statusCode === 413);
}

/** Whether an error is of one item alone: what it holds cannot be read, followed or compared. */
export function isOfItem(error: unknown): error is Error {
  return isRefusal(error) || (!(error instanceof ServiceError) && !(error instanceof MigrateError));
}
