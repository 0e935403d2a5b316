import type { SessionOptions } from './session';

/** Whether a scan reads the items of its table with all of their attributes. */
export function wholeItems({ index, projection }: SessionOptions['asked']): boolean {
  return index === undefined && projection === undefined;
}
