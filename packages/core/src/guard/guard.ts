import type { RunOptions } from '../engine/run';
import { MigrateError } from '../error';
import { valueAt } from '../expressions/document-path';
import type { Item } from '../items/attribute-value';
import { equalValues } from '../items/equal';
import { keyId, keyOf } from '../items/key';
import { fateOf } from '../journal/fate';
import { readImages } from '../journal/read-images';
import { isRead, isSingleWrite, keyOfPart, type Write, writesOf } from '../send/operations';
import type { Layer, Send, SendOptions, Target, Wire } from '../send/send';
import { plainName } from '../tables/table-name';
import { type Attempt, currentAttempt, inAttempt, runsAgain } from './attempt';
import { cannot, type GuardedWrite, guardedWrite } from './guarded-write';
import { reread } from './reread';

export interface GuardOptions {
  /** Where the scanned table is. */
  target: Pick<Target, 'region' | 'endpoint'>;
  table: string;
  keyNames: readonly string[];
  /** What the scan asks for besides; a record that does not fit its filter any more is none. */
  asked?: Wire;
}

type Migrate = RunOptions['migrate'];

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

const most = 3;

/**
 * The first write on behalf of a record to its own item holds only if what it overwrites is still as the script was shown
 * it. Where it is not, nothing more of that attempt is written; once the script is done with it, it runs on the record as it
 * is then. A record that others keep changing fails with `RECORD_CHANGED`.
 */
export function createGuard({ target, table, keyNames, asked = {} }: GuardOptions): Guard {
  const guard = { layer, around, again: 0, gone: 0 };
  return guard;

  function layer(next: Send, { region, endpoint }: Target): Send {
    const isHere = region === target.region && endpoint === target.endpoint;
    return (operation, input, options = {}) => {
      if (!isHere || isRead(operation)) return next(operation, input, options);
      const attempt = currentAttempt();
      if (attempt?.changed) return Promise.reject(attempt.over ? changed('afterwards') : runsAgain());
      const writes = writesOf(operation, input).filter((write) => plainName(write.table) === plainName(table));
      if (writes.length > 0 && !isSingleWrite(operation)) {
        return Promise.reject(cannot(`${operation} to the table that is scanned`, 'Write each record by itself.'));
      }
      if (!attempt) return next(operation, input, options);
      return counted(attempt, () => {
        const [write] = writes;
        const key = write && ownKey(write, attempt.record);
        return key ? writeOwn(attempt, write, key, next, input, options) : next(operation, input, options);
      });
    };
  }

  function ownKey(write: Write, record: Item): Item | undefined {
    const key = keyOfPart(write, keyNames);
    const own = keyOf(record, keyNames);
    return key && own && keyId(key) === keyId(own) ? own : undefined;
  }

  /** Writes to one item go one after the other, until the first of them is made. */
  async function writeOwn(attempt: Attempt, write: Write, key: Item, next: Send, input: Wire, options: SendOptions) {
    while (attempt.first) {
      if (await attempt.first) return next(operationOf(write), input, options);
      if (attempt.changed) throw runsAgain();
    }
    const made = writeFirst(attempt, write, key, next, input, options);
    const first = made.then(
      () => true,
      () => false,
    );
    attempt.first = first;
    try {
      return await made;
    } catch (error) {
      if (attempt.first === first) delete attempt.first;
      throw error;
    }
  }

  async function writeFirst(
    attempt: Attempt,
    write: Write,
    key: Item,
    next: Send,
    input: Wire,
    options: SendOptions,
  ): Promise<Wire> {
    const item = { table, key };
    for (const leaves of [false, true]) {
      const guarded = guardedWrite(write, input, attempt.record, key, leaves);
      let isLost = false;
      const watched: SendOptions = {
        ...options,
        retry: {
          ...options.retry,
          onFailure(failure) {
            options.retry?.onFailure?.(failure);
            isLost ||= fateOf(failure.error) === 'unknown';
          },
        },
      };
      try {
        const output = await next(guarded.operation, guarded.input, watched);
        return write.kind === 'delete' ? await afterDelete(attempt, next, item, input, output) : output;
      } catch (error) {
        if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
        // An attempt whose answer was lost may have made the change that is seen now.
        if (isLost) throw uncertain();
        const [now = null] = await readImages(next, [item], { ...(options.signal && { signal: options.signal }) });
        if (!isAsExpected(guarded, now)) throw goOnAgain(attempt, next);
        const isNested = guarded.expected.some(
          ({ value }) => typeof value === 'object' && ('M' in value || 'L' in value),
        );
        // Either the script's own condition, or an engine that cannot compare maps and lists.
        if (leaves || !isNested) throw error;
      }
    }
    throw new Error('unreachable');
  }

  /** No condition can say that nothing has been added: what a delete took along is put back. */
  async function afterDelete(
    attempt: Attempt,
    next: Send,
    item: { table: string; key: Item },
    input: Wire,
    output: Wire,
  ) {
    const { Attributes: found, ...rest } = output;
    const isAdded = Object.keys(found ?? {}).some((name) => !equalValues(found[name], attempt.record[name]));
    if (!isAdded) return input.ReturnValues === 'ALL_OLD' ? output : rest;
    const [hash] = Object.keys(item.key);
    await next('PutItem', {
      ...{ TableName: input.TableName, Item: found },
      ...{ ConditionExpression: 'attribute_not_exists(#guard)', ExpressionAttributeNames: { '#guard': hash } },
    }).catch((cause) => {
      throw new MigrateError('RECORD_CHANGED', 'it was deleted although others had just added to it', {
        cause,
        hint: 'It could not be put back. The journal holds it: roll back this item.',
      });
    });
    throw goOnAgain(attempt, next);
  }

  function goOnAgain(attempt: Attempt, next: Send): MigrateError {
    if (attempt.over) return changed('afterwards');
    attempt.changed = next;
    return runsAgain();
  }

  function around(migrate: Migrate): Migrate {
    return (record, scope) => {
      const attempt: Attempt = { record: record as Item, open: 0, over: false };
      let pending: ReturnType<Migrate>;
      try {
        pending = inAttempt(attempt, () => migrate(record, scope));
      } catch (error) {
        pending = Promise.reject(error);
      }
      if (pending === undefined && attempt.open === 0) {
        attempt.over = true;
        return undefined;
      }
      return ended(attempt, pending, (fresh, next) => inAttempt(next, () => migrate(fresh, scope)));
    };
  }

  async function ended(
    first: Attempt,
    pending: ReturnType<Migrate>,
    again: (record: Item, attempt: Attempt) => ReturnType<Migrate>,
  ): Promise<void> {
    let attempt = first;
    for (let made = 1; ; made++) {
      const failure = await Promise.resolve(pending).then(
        () => undefined,
        (error) => ({ error }),
      );
      await quiet(attempt);
      attempt.over = true;
      const { changed: through, record } = attempt;
      if (!through) {
        if (failure) throw failure.error;
        return;
      }
      if (made === most) throw changed('each of the three times that the script ran on it');
      const fresh = await reread(through, table, keyOf(record, keyNames)!, asked);
      if (!fresh) {
        guard.gone++;
        return;
      }
      guard.again++;
      const next: Attempt = { record: fresh, open: 0, over: false };
      attempt = next;
      pending = (async () => again(fresh, next))();
    }
  }
}

function isAsExpected({ expected }: GuardedWrite, now: Item | null): boolean {
  return expected.every(({ path, value }) => {
    const there = valueAt(now, path);
    if (value === 'anything') return there !== undefined;
    return equalValues(there, value === 'nothing' ? undefined : value);
  });
}

function operationOf({ kind }: Write): string {
  return { put: 'PutItem', update: 'UpdateItem', delete: 'DeleteItem' }[kind];
}

function counted(attempt: Attempt, work: () => Promise<Wire>): Promise<Wire> {
  attempt.open++;
  const end = () => {
    attempt.open--;
    if (attempt.open === 0) attempt.onQuiet?.();
  };
  const made = work();
  made.then(end, end);
  return made;
}

/** Resolves once no write of an attempt is under way, and none was started by the end of another. */
async function quiet(attempt: Attempt): Promise<void> {
  do {
    if (attempt.open > 0) {
      await new Promise<void>((resolve) => {
        attempt.onQuiet = resolve;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  } while (attempt.open > 0);
}

function changed(when: string): MigrateError {
  return new MigrateError('RECORD_CHANGED', `others changed it ${when}; it is as they left it`, {
    hint: 'Resume the run, or run the script once more, to handle it as it is now.',
  });
}

function uncertain(): MigrateError {
  return new MigrateError('RECORD_CHANGED', 'it cannot be told whether it was written: the answer was lost', {
    hint: 'Look at the item before you go on.',
  });
}
