import { isRead } from './operations';
import type { Layer } from './send';

/** The right to write: throws once it is lost. */
export type Right = () => void;

/**
 * Lets a write through only by right: asked at once, and again for each attempt right before its bytes leave, below every
 * layer that waits.
 */
export function byRight(right: Right): Layer {
  return (next) =>
    (operation, input, options = {}) => {
      if (isRead(operation)) return next(operation, input, options);
      try {
        right();
      } catch (error) {
        return Promise.reject(error);
      }
      const { permit } = options;
      const both = () => {
        permit?.();
        right();
      };
      return next(operation, input, { ...options, permit: permit ? both : right });
    };
}
