import type { Callback } from './script';

/**
 * Runs a function that says that it is done by calling back, by the promise that it returns, or, when it returns one
 * and also takes a callback, by both. Undefined when it was done at once; throws or rejects with its error. `onValue` is told
 * what it returns, or what its promise resolves with.
 */
export function callbackOrPromise(
  work: (callback: Callback) => unknown,
  takesCallback: boolean,
  onRepeat: (error?: unknown) => void,
  onValue: (value: unknown) => void = () => {},
): undefined | Promise<unknown> {
  let called = false;
  let failure: unknown;
  let settle: ((error: unknown) => void) | undefined;
  const returned = work((error) => {
    if (called) return onRepeat(error);
    called = true;
    failure = error;
    settle?.(error);
  });
  if (failure) throw failure;
  if (!isThenable(returned)) {
    onValue(returned);
    if (called) return undefined;
    return new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
    });
  }
  return new Promise<unknown>((resolve, reject) => {
    let resolved = false;
    settle = (error) => {
      if (error) reject(error);
      else if (resolved) resolve(undefined);
    };
    returned.then((value) => {
      onValue(value);
      resolved = true;
      if (called || !takesCallback) resolve(undefined);
    }, reject);
  });
}

/** Whether something is a promise, of whatever make. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
