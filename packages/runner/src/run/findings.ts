import type { Log } from '../log';

const named = 10;

/** What a run learns of its script that is no failure. */
export interface Findings {
  /** The script called back again for this record. */
  repeated(record: string): void;
  /** A number was written to this attribute whose digits in the table cannot be known. */
  inexact(attribute: string): void;
  /** Prints the counts, at the end of the run. */
  tell(): void;
}

export function createFindings(log: Log): Findings {
  const records = new Set<string>();
  const attributes = new Map<string, number>();
  let repeats = 0;
  return {
    repeated(record) {
      repeats++;
      if (records.size < named) records.add(record);
    },
    inexact(attribute) {
      const before = attributes.get(attribute) ?? 0;
      attributes.set(attribute, before + 1);
      if (before === 0) {
        log.warn(`"${attribute}" is written with a number that JavaScript cannot hold exactly, maybe rounded`);
      }
    },
    tell() {
      if (repeats > 0) {
        const which = [...records].join('; ') + (repeats > records.size ? '; …' : '');
        log.warn(`the script called back more than once for ${which}; each record counts once`);
      }
      if (attributes.size > 0) {
        const counts = [...attributes].map(([attribute, count]) => `"${attribute}" ${count}`);
        log.warn(`numbers written that may have been rounded: ${counts.join(', ')}`);
      }
    },
  };
}
