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
  /** A read was made for this record, or for none, and never sent. */
  unsent(operation: string, record: string | undefined): void;
  /** The script returned data for this record. */
  returned(record: string): void;
  /** Prints the counts, at the end of the run. */
  tell(): void;
}

export function createFindings(log: Log): Findings {
  const attributes = new Map<string, number>();
  const digits = new Map<string, number>();
  const unsent = new Map<string, Named>();
  const repeats = createNamed();
  let hasReturned = false;
  return {
    repeated: repeats.add,
    unsent(operation, record) {
      const records = unsent.get(operation) ?? createNamed();
      unsent.set(operation, records);
      records.add(record);
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
    returned(record) {
      if (hasReturned) return;
      hasReturned = true;
      log.warn(`the value returned by the script is not used, as for ${record}: write what is to change with dyno`);
    },
    tell() {
      if (repeats.all()) {
        log.warn(`the script called back more than once for ${repeats.all()}; each record counts once`);
      }
      for (const [operation, records] of unsent) {
        const which = records.all() && ` for ${records.all()}`;
        log.warn(`${operation} was made and never sent${which}: send it with .promise(), or give it a callback`);
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

/** Records, the first of which are told by name. */
interface Named {
  add(record: string | undefined): void;
  /** `id "a"; id "b"; …` */
  all(): string;
}

function createNamed(): Named {
  const records = new Set<string>();
  return {
    add(record) {
      if (record !== undefined && records.size <= named) records.add(record);
    },
    all: () => [...[...records].slice(0, named), ...(records.size > named ? ['…'] : [])].join('; '),
  };
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([attribute, count]) => `"${attribute}" ${count}`).join(', ');
}
