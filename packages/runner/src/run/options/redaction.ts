import type { Redaction } from '@dynamodb-migrate/core';
import { type Kinds, yesOrNo } from './kinds';

/** What is told of no record: on the screen, in results, and in the folder of the run but for its journal. */
export interface RedactionOptions extends Redaction {
  /** Paths of attributes whose values are masked. */
  redact?: readonly string[];
  /** Mask every value. @default false */
  hideValues?: boolean;
}

export const redactionKinds: Kinds<RedactionOptions> = {
  redact: [
    'a list of attribute paths',
    (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
  ],
  hideValues: yesOrNo,
};
