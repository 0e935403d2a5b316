import path from 'node:path';

/** Whether a place of runs is in S3, and no folder. */
export function isInS3(place: string): boolean {
  return place.startsWith('s3://');
}

/** A path, or a place in S3, as seen from a folder; as it is where no folder is given. */
export function placeFrom(folder: string | undefined, place: string): string {
  return folder === undefined || isInS3(place) ? place : path.resolve(folder, place);
}
