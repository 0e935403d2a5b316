import { ServiceError } from '../send/service-error';

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether a write that failed has certainly changed nothing (`refused`), or may have been applied all the same. */
export function fateOf(error: unknown): 'refused' | 'unknown' {
  if (!(error instanceof ServiceError)) return 'unknown';
  const { statusCode, errno, name } = error;
  if (statusCode !== undefined) return statusCode >= 400 && statusCode < 500 ? 'refused' : 'unknown';
  return name === 'CredentialsError' || neverSent.has(errno ?? '') ? 'refused' : 'unknown';
}
