import { readFileSync } from 'node:fs';

/** What files contained when they were read, by their real paths. */
export type Sources = ReadonlyMap<string, Buffer>;

export interface HeldFile {
  bytes: Buffer;
  /** What is loaded: without the mark that some editors put in front. */
  text: string;
  /** Tells it from what the same file contained before, for modules that Node does not forget: 0 for the first. */
  version: number;
  holders: number;
}

/** Files that are taken for what they contained, whatever becomes of them meanwhile. */
export const held = new Map<string, HeldFile>();

/** What a file contains: what it is held at, else what it holds now. Throws as reading does. */
export function readSource(file: string): Buffer {
  return held.get(file)?.bytes ?? readFileSync(file);
}

/** What is to be loaded for a file; undefined for one that is not held. */
export function heldText(file: string): string | undefined {
  return held.get(file)?.text;
}
