/** The part of an `AbortController` that doors make use of. */
export interface Abortion {
  readonly signal: AbortSignal;
  abort(): void;
}

type OnAbort = () => void;

/**
 * Every request can be aborted and hardly one ever is; a real controller and its listeners are among the dearest parts of
 * a request. So this is a signal by its shape: `aborted`, and listeners that are called once.
 */
export function createAbortion(): Abortion {
  const listeners = new Set<OnAbort>();
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (_type: 'abort', listener: OnAbort) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: OnAbort) => void listeners.delete(listener),
    throwIfAborted() {
      if (signal.aborted) throw signal.reason;
    },
  };
  return {
    signal: signal as unknown as AbortSignal,
    abort() {
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = new DOMException('This operation was aborted', 'AbortError');
      for (const listener of [...listeners]) listener();
      listeners.clear();
    },
  };
}
