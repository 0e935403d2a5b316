import type { Values } from './command';
import { usageError } from './usage-error';

/** A whole number of at least `least`. Throws `USAGE`. */
export function wholeNumber(values: Values, name: string, least: number): number {
  const text = String(values[name]);
  const number = Number(text);
  if (!/^-?\d+$/.test(text) || number < least || !Number.isSafeInteger(number)) {
    const kind = least === 1 ? 'a positive whole number' : `a whole number of at least ${least}`;
    throw usageError(`--${name} must be ${kind}, not "${text}"`);
  }
  return number;
}

/** An http or https address. Throws `USAGE`. */
export function address(values: Values, name: string): string | undefined {
  const text = values[name] as string | undefined;
  if (text === undefined) return undefined;
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) {
    throw usageError(`--${name} must be an address such as http://localhost:4567, not "${text}"`);
  }
  return text;
}
