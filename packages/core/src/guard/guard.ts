import { type Item, keyId, keyOf } from '@dynamodb-migrate/expressions';
import { isRead, isSingleWrite, keyOfPart, type Write, writesOf } from '../send/operations';
import type { Layer, Send, SendOptions, Target, Wire } from '../send/send';
import { plainName } from '../tables/table-name';
import { type Attempt, counted, currentAttempt, runsAgain } from './attempt';
import { changed } from './changed';
import { type FirstWrite, firstWrite } from './first-write';
import { cannot } from './guarded-write';
import { reread } from './reread';
import { type Migrate, runAgain } from './run-again';

export interface GuardOptions {
  /** Where the scanned table is. */
  target: Pick<Target, 'region' | 'endpoint'>;
  table: string;
  keyNames: readonly string[];
  /** What the scan asks for besides; a record that does not fit its filter any more is none. */
  asked?: Wire;
}

/** Keeps a script from overwriting what others wrote to a record since it was shown it. */
export interface Guard {
  /** Its place is above the journal and what answers from it. */
  layer: Layer;
  /** Has the script run again on a record that others have changed, as it is then: three times at most. */
  around(migrate: Migrate): Migrate;
  /** How often a script ran again. */
  readonly again: number;
  /** Records that were gone, or none of those asked for any more, when they were read again. */
  readonly gone: number;
}

/**
 * The first write on behalf of a record to its own item holds only if what it overwrites is still as the script was shown
 * it. Where it is not, nothing more of that attempt is written; once the script is done with it, it runs on the record as it
 * is then. A record that others keep changing fails with `RECORD_CHANGED`.
 */
export function createGuard({ target, table, keyNames, asked = {} }: GuardOptions): Guard {
  const guard = { layer, around, again: 0, gone: 0 };
  return guard;

  function around(migrate: Migrate): Migrate {
    return runAgain(migrate, {
      reread: (through, record) => reread(through, table, keyOf(record, keyNames)!, asked),
      onAgain: () => guard.again++,
      onGone: () => guard.gone++,
    });
  }

  function layer(next: Send, { region, endpoint }: Target): Send {
    const isHere = region === target.region && endpoint === target.endpoint;
    return (operation, input, options = {}) => {
      const attempt = currentAttempt();
      if (isRead(operation)) return next(operation, input, options);
      if (attempt?.changed) return Promise.reject(attempt.over ? changed('afterwards') : runsAgain());
      const writes = isHere ? writesOf(operation, input).filter(isOfTable) : [];
      if (writes.length > 0 && !isSingleWrite(operation)) {
        return Promise.reject(cannot(`${operation} to the table that is scanned`, 'Write each record by itself.'));
      }
      if (!attempt) return next(operation, input, options);
      return counted(attempt, () => write(next, attempt, writes[0], operation, input, options));
    };
  }

  function isOfTable(write: Write): boolean {
    return plainName(write.table) === plainName(table);
  }

  async function write(
    next: Send,
    attempt: Attempt,
    write: Write | undefined,
    operation: string,
    input: Wire,
    options: SendOptions,
  ): Promise<Wire> {
    const key = write && ownKey(write, attempt.record);
    if (!key) return next(operation, input, options);
    // Writes to the item go one after the other until one of them is made.
    while (attempt.first) {
      if (await attempt.first) return next(operation, input, options);
      if (attempt.changed) throw runsAgain();
    }
    return makeFirst(next, { attempt, write, table, key, input, options });
  }

  function ownKey(write: Write, record: Item): Item | undefined {
    const key = keyOfPart(write, keyNames);
    const own = keyOf(record, keyNames);
    return key && own && keyId(key) === keyId(own) ? own : undefined;
  }
}

async function makeFirst(next: Send, first: FirstWrite): Promise<Wire> {
  const { attempt } = first;
  const made = firstWrite(next, first);
  attempt.first = made.then(
    () => true,
    () => false,
  );
  try {
    return await made;
  } catch (error) {
    delete attempt.first;
    throw error;
  }
}
