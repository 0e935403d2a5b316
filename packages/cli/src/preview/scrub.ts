import type { Layer, Wire } from '@dynamodb-migrate/core';

/** Takes the values of a request out of the message that refuses it: DynamoDB quotes some. */
export function scrub(): Layer {
  return (next) => async (operation, input, options) => {
    try {
      return await next(operation, input, options);
    } catch (error) {
      if (error instanceof Error) clean(error, [...new Set(leaves(input))]);
      throw error;
    }
  };
}

const scalars = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS']);

function* leaves(value: unknown, name?: string): Generator<string> {
  if (typeof value === 'string') {
    if (name !== undefined && scalars.has(name)) yield value;
  } else if (Array.isArray(value)) {
    for (const element of value) yield* leaves(element, name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [inner, content] of Object.entries(value)) yield* leaves(content, inner);
  }
}

function clean(error: Error & { body?: Wire }, values: string[]): void {
  const whole = values.filter((value) => value !== '').sort((a, b) => b.length - a.length);
  if (whole.length === 0) return;
  const quoted = whole.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${quoted})(?![\\p{L}\\p{N}])`, 'gu');
  const message = error.message.replace(pattern, '(hidden)');
  if (message === error.message) return;
  error.stack = error.stack?.replace(error.message, () => message);
  error.message = message;
  if (error.body?.message) error.body.message = message;
}
