/** Whether conditions, of a request or of a transaction, and nothing else, were in the way of a write. */
export function isDeclined(error: unknown): boolean {
  const { name, body } = error as { name?: string; body?: { CancellationReasons?: { Code: string }[] } };
  if (name === 'ConditionalCheckFailedException') return true;
  if (name !== 'TransactionCanceledException') return false;
  const codes = (body?.CancellationReasons ?? []).map(({ Code }) => Code).filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => code === 'ConditionalCheckFailed');
}
