import { reachable, type SourceFile } from '@dynamodb-migrate/syntax';
import { hashSources } from './hash-script';

/** A script as it was read. */
export interface ScriptSources {
  /** See `hashScript`. */
  sha256: string;
  /** What it and the modules of one's own that it reaches were, itself first; by their real paths. */
  sources: ReadonlyMap<string, SourceFile>;
}

/** Reads a script once, so that what is hashed is what can be run. Throws as reading does. */
export function readSources(file: string): ScriptSources {
  const files = reachable(file);
  return {
    sha256: hashSources(file, files),
    sources: new Map(files.map((file) => [file.path, file])),
  };
}
