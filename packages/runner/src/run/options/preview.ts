import { type Kinds, share, yesOrNo } from './kinds';

/** How a preview is made, and what is kept of it. */
export interface PreviewOptions {
  /** Share of the records, from 0 to 1. @default 1 */
  sample?: number;
  /** Paths of attributes whose values are masked. */
  redact?: string[];
  /** Mask every value. @default false */
  hideValues?: boolean;
  /** Also run a script that loads the AWS SDK itself, whose writes cannot be held back. @default false */
  allowUnguarded?: boolean;
}

export const previewKinds: Kinds<PreviewOptions> = {
  sample: share,
  redact: [
    'a list of attribute paths',
    (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
  ],
  hideValues: yesOrNo,
  allowUnguarded: yesOrNo,
};
