import { equalValues, type Item, valueAt } from '@dynamodb-migrate/expressions';
import { MigrateError } from '../error';
import { fateOf } from '../journal/fate';
import { readImages } from '../journal/read-images';
import type { Write } from '../send/operations';
import type { Send, SendOptions, Wire } from '../send/send';
import { type Attempt, runsAgain } from './attempt';
import { changed } from './changed';
import { type GuardedWrite, guardedWrite } from './guarded-write';

/** The first write of an attempt to its own item. */
export interface FirstWrite {
  attempt: Attempt;
  write: Write;
  table: string;
  key: Item;
  input: Wire;
  options: SendOptions;
}

/**
 * Makes a write if what it overwrites is still as the attempt's record was. Rejects where it is not, and notes it with the
 * attempt; with the write's own error where something else was in the way; with `RECORD_CHANGED` where that cannot be told.
 */
export async function firstWrite(next: Send, first: FirstWrite): Promise<Wire> {
  const { attempt, write, table, key, input } = first;
  for (const leaves of [false, true]) {
    const guarded = guardedWrite(write, input, attempt.record, key, leaves);
    const { options, isLost } = watched(first.options);
    try {
      const output = await next(guarded.operation, guarded.input, options);
      return write.kind === 'delete' ? await afterDelete(next, first, output) : output;
    } catch (error) {
      // A session before may have compared leaf by leaf.
      if (!leaves && isNested(guarded) && (error as { code?: unknown }).code === 'REPLAY_DIFFERS') continue;
      if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
      // An earlier attempt at sending it may have made the change that is seen now.
      if (isLost()) throw uncertain();
      const { signal } = options;
      const [now = null] = await readImages(next, [{ table, key }], signal ? { signal } : {});
      if (!isAsExpected(guarded, now)) throw goOnAgain(attempt, next);
      // An engine that cannot compare maps and lists, the script's own condition, or it was changed there and back.
      if (!leaves && isNested(guarded)) continue;
      throw input.ConditionExpression === undefined ? goOnAgain(attempt, next) : error;
    }
  }
  throw new Error('unreachable');
}

function watched(given: SendOptions) {
  let lost = false;
  const onFailure: NonNullable<SendOptions['retry']>['onFailure'] = (failure) => {
    given.retry?.onFailure?.(failure);
    lost ||= fateOf(failure.error) === 'unknown';
  };
  return { options: { ...given, retry: { ...given.retry, onFailure } } as SendOptions, isLost: () => lost };
}

/** No condition can say that nothing has been added: what a delete took along is put back. */
async function afterDelete(next: Send, { attempt, key, input }: FirstWrite, output: Wire): Promise<Wire> {
  const { Attributes: found, ...rest } = output;
  const isAdded = Object.keys(found ?? {}).some((name) => !equalValues(found[name], attempt.record[name]));
  if (!isAdded) return input.ReturnValues === 'ALL_OLD' ? output : rest;
  const [hash] = Object.keys(key);
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

function isAsExpected({ expected }: GuardedWrite, now: Item | null): boolean {
  return expected.every(({ path, value }) => {
    const there = valueAt(now, path);
    if (value === 'anything') return there !== undefined;
    return equalValues(there, value === 'nothing' ? undefined : value);
  });
}

function isNested({ expected }: GuardedWrite): boolean {
  return expected.some(({ value }) => typeof value === 'object' && ('M' in value || 'L' in value));
}

function uncertain(): MigrateError {
  return new MigrateError('RECORD_CHANGED', 'it cannot be told whether it was written: the answer was lost', {
    hint: 'Look at the item before you go on.',
  });
}
