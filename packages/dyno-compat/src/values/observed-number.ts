import { inspect } from 'node:util';
import { withoutReading } from './reads';

/** What becomes of a number that is observed. */
export interface Observed {
  read(text: string, number: number, name: string): void;
  /** Assigned: the same value as before, or another one. */
  assigned(container: object, key: string | number, same: boolean): void;
  /** The text of an observed number that was not assigned. */
  textAt(container: object, key: string | number): string | undefined;
  /** A list was put into another order, and this is known to be the number's place now. */
  moved(container: object, key: string | number, text: string): void;
}

/**
 * Makes a number a property that tells of reads and assignments, since a number itself cannot tell whether it is the one
 * that was read or an equal one that was computed. To everything else it is the plain property that it stands for.
 */
export function observe(container: object, key: string | number, text: string, name: string, watch: Observed): void {
  const number = +text;
  Object.defineProperty(container, key, {
    enumerable: true,
    configurable: true,
    get() {
      watch.read(text, number, name);
      return number;
    },
    set(value) {
      Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
      watch.assigned(this, key, Object.is(value, number));
    },
  });
  if (Object.hasOwn(container, inspect.custom)) return;
  hide(container, inspect.custom, function (this: object) {
    return withoutReading(() => (Array.isArray(this) ? this.slice() : { ...this }));
  });
  if (Array.isArray(container)) {
    for (const method of ordering) hide(container, method, reordering(method, name, watch));
  }
}

/** Methods that assign to elements what other elements held. */
const ordering = ['sort', 'reverse', 'splice', 'shift', 'unshift', 'copyWithin'] as const;

function reordering(method: (typeof ordering)[number], name: string, watch: Observed) {
  return function (this: unknown[], ...args: unknown[]): unknown {
    const texts = forget(this, watch);
    try {
      return (Array.prototype[method] as (...args: unknown[]) => unknown).apply(this, args);
    } finally {
      for (let i = 0; i < this.length; i++) {
        const [text, ...others] = texts.get(this[i]) ?? [];
        if (text === undefined || others.length > 0 || text === String(this[i])) continue;
        watch.moved(this, i, text);
        observe(this, i, text, name, watch);
      }
    }
  };
}

/** Makes a list's observed numbers plain ones, and gives the texts that each value stood for. */
function forget(list: unknown[], watch: Observed): Map<unknown, Set<string>> {
  const texts = new Map<unknown, Set<string>>();
  for (let i = 0; i < list.length; i++) {
    const text = watch.textAt(list, i);
    const value = text === undefined ? list[i] : Number(text);
    if (typeof value !== 'number') continue;
    texts.set(value, (texts.get(value) ?? new Set()).add(text ?? String(value)));
    if (text === undefined) continue;
    Object.defineProperty(list, i, { value, enumerable: true, configurable: true, writable: true });
    watch.assigned(list, i, false);
  }
  return texts;
}

function hide(container: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(container, name, { value, enumerable: false, configurable: true, writable: true });
}
