/** Something that is wrong with a script, or looks so. */
export interface Finding {
  rule: 'name' | 'order' | 'unparsable' | 'guard' | 'aws-sdk' | 'callback' | 'unsent' | 'export' | 'whole-record';
  /** A note is about scripts that work, and fails nothing. */
  severity: 'error' | 'warning' | 'note';
  /** File name. */
  script: string;
  line?: number;
  message: string;
  hint?: string;
}
