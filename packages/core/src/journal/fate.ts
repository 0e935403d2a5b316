import { MigrateError } from '../error';
import { ServiceError } from '../send/service-error';

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether a write that failed has certainly changed nothing (`refused`), or may have been applied all the same. */
export function fateOf(error: unknown): 'refused' | 'unknown' {
  // Ours keep an attempt from being made.
  if (error instanceof MigrateError) return 'refused';
  if (!(error instanceof ServiceError)) return 'unknown';
  const { statusCode, errno, name } = error;
  if (statusCode !== undefined) return statusCode >= 400 && statusCode < 500 ? 'refused' : 'unknown';
  return name === 'CredentialsError' || neverSent.has(errno ?? '') ? 'refused' : 'unknown';
}
