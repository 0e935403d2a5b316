import { readFileSync } from 'node:fs';

/** Files as they were read, by their real paths. */
export type Sources = ReadonlyMap<string, Source>;

export interface Source {
  bytes: Buffer;
  /** The files that names of modules in it led to. */
  links: ReadonlyMap<string, string>;
}

export interface HeldFile extends Source {
  /** What is loaded: without the mark that some editors put in front. */
  text: string;
  /** Tells it from what the same file contained before, for modules that Node does not forget: 0 for the first. */
  version: number;
  holders: readonly Holder[];
}

export interface Holder {
  /** Whether modules that were not read are refused, or else who is told of them. */
  unread: 'refuse' | ((file: string, loaded: string) => void);
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

/** The file that a name in another led to when that was read. */
export function heldLink(file: string | null | undefined, name: string): string | undefined {
  return file ? held.get(file)?.links.get(name) : undefined;
}
