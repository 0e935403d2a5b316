import { MigrateError } from '@dynamodb-migrate/core';
import type { Address } from './address';

interface Failed extends Error {
  code?: string;
  errors?: Failed[];
  $metadata?: { httpStatusCode?: number };
}

/**
 * What an error of S3 means: `STATE_UNREACHABLE`, which may be over in a while, or `STATE_REFUSED`, which will not be.
 * `doing` is the permission that was needed.
 */
export function explainS3(cause: unknown, { bucket }: Address, doing: string): MigrateError {
  const error = cause as Failed;
  const status = error.$metadata?.httpStatusCode;
  if (error.name === 'CredentialsProviderError') {
    return refused(cause, `no credentials for the bucket ${bucket}: ${error.message}`, 'Give some, or a --profile.');
  }
  if (error.name === 'NoSuchBucket' || (status === 404 && error.name !== 'NoSuchKey')) {
    return refused(cause, `the bucket ${bucket} is not there`, 'Make it, or give another --state.');
  }
  if (status === 403 || status === 401) {
    return refused(
      cause,
      `the bucket ${bucket} does not allow these credentials ${doing}: ${error.name}`,
      'Give them that permission, or use others.',
    );
  }
  if (status !== undefined && status < 500 && status !== 429 && status !== 408) {
    return refused(cause, `the bucket ${bucket} refuses ${doing}: ${error.name}: ${error.message}`);
  }
  const why = error.errors?.[0]?.message ?? (error.message || error.code || error.name);
  return new MigrateError('STATE_UNREACHABLE', `the bucket ${bucket} cannot be reached: ${why}`, {
    cause,
    hint: 'Nothing is written to a table that is not kept there; see to the network and AWS_ENDPOINT_URL_S3.',
  });
}

function refused(cause: unknown, message: string, hint?: string): MigrateError {
  return new MigrateError('STATE_REFUSED', message, { cause, hint });
}
