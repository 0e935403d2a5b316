const systemic = new Set([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'CredentialsError',
  'JOURNAL_FAILED',
  'DATA_DIR_UNUSABLE',
  'ERRORS_UNWRITABLE',
]);

/** Whether an error would meet every other record too: no permission, no table, no credentials, no journal, no room. */
export function isSystemic(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: string; code?: string };
  return systemic.has(name ?? '') || systemic.has(code ?? '');
}
