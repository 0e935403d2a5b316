export interface MigrateErrorOptions {
  cause?: unknown;
  /** What the user can do about it, as one sentence. */
  hint?: string;
}

/** An error with a stable `code` (upper snake case), one clear sentence as `message` and, where there is a remedy, a `hint`. */
export class MigrateError extends Error {
  override readonly name = 'MigrateError';
  readonly hint: string | undefined;

  constructor(
    readonly code: string,
    message: string,
    { cause, hint }: MigrateErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
