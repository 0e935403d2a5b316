import { MigrateError, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { inCallersWords } from './proto-name';

const prefix = 'com.amazonaws.dynamodb.v20120810#';

/** An error as DynamoDB words it. */
export function refusal(name: string, message: string, details: Wire = {}): ServiceError {
  const body = { __type: prefix + name, message, ...details };
  return new ServiceError(name, message, { statusCode: 400, body });
}

/** What dynalite rejects with, as a `ServiceError`; what is not meant for the caller becomes `InternalServerError`. */
export function asServiceError(error: any): Error {
  if (error instanceof ServiceError || error instanceof MigrateError) return error;
  const { statusCode, body } = error;
  if (!body) return new ServiceError('InternalServerError', String(error?.message), { statusCode: 500, cause: error });
  const message = inCallersWords(body.message ?? body.Message ?? '');
  return new ServiceError(String(body.__type).split('#').pop()!, message, {
    statusCode,
    body: { ...body, ...('message' in body && { message }) },
  });
}
