import { type Kinds, oneOf, text } from './kinds';

/** Where runs are kept. */
export interface StateOptions {
  /** Folder that relative paths start from: of the script, of files, of `state`. @default the working directory */
  cwd?: string;
  /** A folder, or `s3://bucket/prefix`. @default '.dynamodb-migrate' */
  state?: string;
  /** `strict`: no write goes out before the journal of it is in S3. Says nothing of a folder. */
  stateSync?: 'strict';
}

export const stateKinds: Kinds<StateOptions> = { cwd: text, state: text, stateSync: oneOf('strict') };
