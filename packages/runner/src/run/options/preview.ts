import { type Kinds, share, whole, yesOrNo } from './kinds';

/** How a preview is made. */
export interface PreviewOptions {
  /** Share of the records, from 0 to 1. @default 1 */
  sample?: number;
  /** Bytes of images of what would change that are held in memory; the others go to disk. @default 64 MiB */
  memory?: number;
  /** Also run a script that loads the AWS SDK itself, whose writes cannot be held back. @default false */
  allowUnguarded?: boolean;
}

export const previewKinds: Kinds<PreviewOptions> = {
  sample: share,
  memory: whole(1),
  allowUnguarded: yesOrNo,
};
