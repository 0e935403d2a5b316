import { type Kinds, share, yesOrNo } from './kinds';

/** How a preview is made. */
export interface PreviewOptions {
  /** Share of the records, from 0 to 1. @default 1 */
  sample?: number;
  /** Also run a script that loads the AWS SDK itself, whose writes cannot be held back. @default false */
  allowUnguarded?: boolean;
}

export const previewKinds: Kinds<PreviewOptions> = {
  sample: share,
  allowUnguarded: yesOrNo,
};
