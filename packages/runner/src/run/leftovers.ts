import { createHook } from 'node:async_hooks';
import { currentRun, outsideRuns, type RunScope } from './run-scope';

/** What a run has begun and what is still open of it. */
export interface Leftovers {
  /** Timers, requests and sockets that were made on behalf of the run and would keep a process alive. */
  own(): boolean;
  /** Sockets of others that the run has written to, and that may still bring it an answer. */
  borrowed(): boolean;
  end(): void;
}

interface Resource {
  hasRef?(): boolean;
  /** Of a write, what it writes to; of a connection that is used once more, the connection. */
  handle?: Resource;
}

// A socket has a handle of its own, and neither promises nor open files keep anything alive.
const uncounted = /^(PROMISE|TLSWRAP|HTTP.*|FILEHANDLE|DIRHANDLE|RANDOMBYTESREQUEST|ZLIB)$/;
const counted = /^([A-Z0-9_]+|Timeout)$/;

/**
 * Follows what is open on behalf of a run in a process that goes on after it: an empty event loop, by which a process knows
 * that nothing is left to do, never comes there.
 */
export function followLeftovers(scope: RunScope): Leftovers {
  const open = new Map<number, WeakRef<Resource>>();
  const writes = new Map<number, Resource>();
  const written = new Set<WeakRef<Resource>>();
  const hook = createHook({
    init(id, type, _trigger, resource: Resource) {
      if (uncounted.test(type) || !counted.test(type) || currentRun() !== scope) return;
      open.set(id, new WeakRef(resource));
      if (type === 'WRITEWRAP') writes.set(id, resource);
    },
    destroy(id) {
      open.delete(id);
      const { handle } = writes.get(id) ?? {};
      writes.delete(id);
      if (handle && ![...written].some((one) => one.deref() === handle)) written.add(new WeakRef(handle));
    },
  }).enable();
  const isHeld = (one: WeakRef<Resource>) => {
    const resource = one.deref();
    const { hasRef, handle } = resource ?? {};
    return resource !== undefined && (hasRef ? hasRef.call(resource) : handle?.hasRef?.()) !== false;
  };
  return {
    own: () => [...open.values()].some(isHeld),
    borrowed: () => [...written].some(isHeld),
    end: () => void hook.disable(),
  };
}

const interval = 50;
const patience = 10_000;
/** Looks at which nothing was left before that is believed: a record that waits is failed by it. */
const enough = { lingering: 2, waiting: 10 };

export interface Settling {
  /** Operations under way. */
  operations(): number;
  /** The records are done, and only what the script has left running keeps the run. */
  isLingering(): boolean;
  drained(): void;
}

/** Tells a run that nothing is left to do for it, as `beforeExit` tells a process; until the returned function is called. */
export function whenDrained(leftovers: Leftovers, { operations, isLingering, drained }: Settling): () => void {
  let quiet = 0;
  let waited = 0;
  const look = () => {
    const busy = operations() > 0;
    const open = leftovers.own() || (!isLingering() && leftovers.borrowed());
    quiet = busy || open ? 0 : quiet + 1;
    waited = isLingering() && !busy ? waited + interval : 0;
    if (quiet >= (isLingering() ? enough.lingering : enough.waiting) || waited >= patience) drained();
  };
  // It keeps the process, which must not end before the run has told what it came to.
  const timer = outsideRuns(() => setInterval(look, interval));
  return () => clearInterval(timer);
}
