import { type RecordScope, type RunOptions, recordName } from '@dynamodb-migrate/core';
import { toNative } from '@dynamodb-migrate/dyno-compat';
import { callbackOrPromise, isThenable } from './callback-or-promise';
import { isData } from './is-data';
import type { Script } from './script';

export interface AdaptOptions {
  /** The client that the script and its `finish` get; null in a dry run. */
  dyno: unknown;
  /** Whether the source's records are in wire form, to be made native, or handed on as they are. */
  form: 'wire' | 'plain';
  /** Told, with the record's name, that a script called back again after it had already done so. */
  onRepeat?: (record: string) => void;
  /** Told, with the record's name, that a script returned data for it, which nothing is done with. */
  onData?: (record: string) => void;
  /** Told of an error that such a later call brought. */
  onLateError?: (error: unknown) => void;
}

/** A `(record, dyno, callback)` script as the two functions of a run. */
export function adaptScript(
  script: Script,
  { dyno, form, onRepeat, onData, onLateError }: AdaptOptions,
): Pick<RunOptions, 'migrate'> & Pick<Partial<RunOptions>, 'finish'> {
  const takesCallback = script.length >= 3;
  const migrate = (record: unknown, scope: RecordScope) =>
    callbackOrPromise(
      (callback) => script(form === 'wire' ? toNative(record as any) : record, dyno, callback),
      takesCallback,
      (error) => (error ? onLateError?.(error) : onRepeat?.(recordName(scope))),
      (value) => isData(value) && onData?.(recordName(scope)),
    );
  if (typeof script.finish !== 'function') return { migrate };
  const finish = () =>
    callbackOrPromise(
      // A method call: `this` is the script, as ever.
      (callback) => {
        const returned = script.finish!(dyno, callback);
        if (script.finish!.length === 0 && !isThenable(returned)) callback();
        return returned;
      },
      script.finish!.length >= 2,
      (error) => error && onLateError?.(error),
    );
  return { migrate, finish };
}
