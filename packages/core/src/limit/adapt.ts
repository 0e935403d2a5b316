import { isThrottle } from '../send/retry';
import type { Layer, Wire } from '../send/send';

/** How far throttling has narrowed what may be under way. */
export interface Adaptive {
  layer: Layer;
  /** Attempts that may be under way at once now; Infinity while nothing is throttled. */
  readonly window: number;
}

// A burst of throttled attempts is one signal.
const settling = 50;

/**
 * Takes throttling as a signal: each one halves the attempts that may be under way, each success lets the window grow
 * again by its own fraction, until nothing has been throttled for `calm` milliseconds. Belongs below the retries.
 */
export function adapt({ calm = 30_000, now = Date.now }: { calm?: number; now?: () => number } = {}): Adaptive {
  let underWay = 0;
  let window = Number.POSITIVE_INFINITY;
  let lastThrottle = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];

  const admit = () => {
    while (waiting.length > 0 && underWay < Math.floor(window)) {
      underWay++;
      waiting.shift()!();
    }
  };
  const end = () => {
    underWay--;
    if (waiting.length > 0) admit();
  };
  const onThrottle = () => {
    const time = now();
    if (time - lastThrottle >= settling) window = Math.max(1, Math.min(window, underWay) / 2);
    lastThrottle = time;
  };
  const onSuccess = () => {
    if (window === Number.POSITIVE_INFINITY) return;
    window = now() - lastThrottle > calm ? Number.POSITIVE_INFINITY : window + 1 / window;
  };
  return {
    layer: (next) => (operation, input, options) => {
      const succeed = (output: Wire) => {
        onSuccess();
        end();
        return output;
      };
      const fail = (error: unknown): never => {
        if (isThrottle(error)) onThrottle();
        end();
        throw error;
      };
      const go = () => next(operation, input, options).then(succeed, fail);
      if (underWay < Math.floor(window) && waiting.length === 0) {
        underWay++;
        return go();
      }
      const turn = new Promise<void>((resolve) => {
        waiting.push(resolve);
        admit();
      });
      return turn.then(go);
    },
    get window() {
      return Math.floor(window);
    },
  };
}
