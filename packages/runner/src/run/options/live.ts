import { type Kinds, text, yesOrNo } from './kinds';

/** What only a live run can. */
export interface LiveOptions {
  /** Keep what is needed to roll the run back. @default true */
  journal?: boolean;
  /** Let plain puts and deletes travel in batches. @default where there is no journal and more than one record is in flight */
  batch?: boolean;
  /**
   * Write a record only where what is overwritten is still as the script was shown it; where it is not, run the script on the
   * record as it is then, three times at most. @default false
   */
  guard?: boolean;
  /** Let DynamoDB make a backup of the table first. @default false */
  backup?: boolean;
  /** The run to go on with: its id, the beginning of it, or `last`. */
  resume?: string;
  /** Go on although the script has changed. @default false */
  forceResume?: boolean;
}

export const liveKinds: Kinds<LiveOptions> = {
  journal: yesOrNo,
  batch: yesOrNo,
  guard: yesOrNo,
  backup: yesOrNo,
  resume: text,
  forceResume: yesOrNo,
};
