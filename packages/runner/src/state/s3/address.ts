import { MigrateError } from '@dynamodb-migrate/core';

/** A place in S3. */
export interface Address {
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
}

/** Reads `s3://bucket/prefix`. Throws `BAD_STATE`. */
export function parseAddress(text: string): Address {
  const [, bucket, rest = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/.*)?$/.exec(text) ?? [];
  const parts = rest.split('/').filter(Boolean);
  if (bucket === undefined || parts.some((part) => part === '.' || part === '..')) {
    throw new MigrateError('BAD_STATE', `${text} names no place in S3`, { hint: 'Write s3://bucket/prefix.' });
  }
  return { bucket, prefix: parts.map((part) => `${part}/`).join('') };
}
