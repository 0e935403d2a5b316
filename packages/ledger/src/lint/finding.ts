/** Something that is wrong with a script, or looks so. */
export interface Finding {
  rule: 'name' | 'order' | 'unparsable' | 'guard' | 'aws-sdk' | 'callback' | 'unsent' | 'export';
  severity: 'error' | 'warning';
  /** File name. */
  script: string;
  line?: number;
  message: string;
  hint?: string;
}
