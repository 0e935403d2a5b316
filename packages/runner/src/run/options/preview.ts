import type { PriceList } from '../../estimate/prices';
import { type Kinds, object, share, whole, yesOrNo } from './kinds';

/** How a preview is made. */
export interface PreviewOptions {
  /**
   * Share of the records, from 0 to 1. Of a table that share of its segments is read, drawn at random; of given records
   * those are chosen whose keys' hashes say so. @default 1
   */
  sample?: number;
  /** Draws the segments: the same ones for the same seed. @default 1 */
  sampleSeed?: number;
  /** What DynamoDB takes, by region, in place of the prices that are known. */
  prices?: PriceList;
  /** Bytes of images of what would change that are held in memory; the others go to disk. @default 32 MiB */
  memory?: number;
  /** Also run a script that loads the AWS SDK itself, whose writes cannot be held back. @default false */
  allowUnguarded?: boolean;
}

export const previewKinds: Kinds<PreviewOptions> = {
  sample: share,
  sampleSeed: whole(0),
  prices: object,
  memory: whole(1),
  allowUnguarded: yesOrNo,
};
