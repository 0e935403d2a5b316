import path from 'node:path';

/** A path, or a place in S3, as seen from a folder; as it is where no folder is given. */
export function from(folder: string | undefined, place: string): string {
  return folder === undefined || place.startsWith('s3://') ? place : path.resolve(folder, place);
}
