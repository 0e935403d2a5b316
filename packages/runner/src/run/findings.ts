import type { Log } from '../log';

const named = 10;

/** What a run learns of its script that is no failure. */
export interface Findings {
  /** The script called back again for this record. */
  repeated(record: string): void;
  /** A number was written to this attribute whose digits in the table cannot be known. */
  inexact(attribute: string): void;
  /** A copy was written to this attribute with the digits that were read, where they may have been computed away. */
  kept(attribute: string): void;
  /** Prints the counts, at the end of the run. */
  tell(): void;
}

export function createFindings(log: Log): Findings {
  const records = new Set<string>();
  const attributes = new Map<string, number>();
  const digits = new Map<string, number>();
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
    kept(attribute) {
      digits.set(attribute, (digits.get(attribute) ?? 0) + 1);
    },
    tell() {
      if (repeats > 0) {
        const which = [...records].join('; ') + (repeats > records.size ? '; …' : '');
        log.warn(`the script called back more than once for ${which}; each record counts once`);
      }
      if (attributes.size > 0) {
        log.warn(`numbers written that may have been rounded: ${listed(attributes)}`);
      }
      if (digits.size > 0) {
        log.warn(
          `numbers written with all the digits they were read with, as JavaScript sees no other: ${listed(digits)}`,
        );
      }
    },
  };
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([attribute, count]) => `"${attribute}" ${count}`).join(', ');
}
