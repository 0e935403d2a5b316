import { type RecordScope, recordName, shownMessage } from './record-scope';

/** One thing that went wrong in a run. */
export interface Failure {
  error: unknown;
  /** One line, without the record. */
  message: string;
  /** The record's name: `id "a1"` or `line 17`. */
  record?: string;
  /** What was being done when it was not the record's own callback: `UpdateItem on experiments`, `finish`. */
  during?: string;
}

/** Describes an error, whatever was thrown. */
export function failureOf(error: unknown, record: RecordScope | undefined, during?: string): Failure {
  return {
    error,
    message: record ? shownMessage(record, messageOf(error)) : messageOf(error),
    ...(record && { record: recordName(record) }),
    ...(during !== undefined && { during }),
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
  const name = error.name === 'Error' || error.name === 'MigrateError' ? '' : `${error.name}: `;
  return name + error.message;
}
