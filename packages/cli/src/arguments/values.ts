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

/** What was given for a flag, read; undefined when nothing was. */
export function optional<T>(values: Values, name: string, read: (name: string) => T): T | undefined {
  return values[name] === undefined ? undefined : read(name);
}

/** One of some words. Throws `USAGE`. */
export function oneOf<T extends string>(values: Values, name: string, words: readonly T[]): T {
  const text = values[name] as T;
  if (!words.includes(text)) throw usageError(`--${name} must be ${words.join(' or ')}, not "${text}"`);
  return text;
}

/** A percentage such as `50%`, as a number up to 1. Throws `USAGE`. */
export function share(values: Values, name: string): number {
  const text = String(values[name]);
  const [, number] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  const percent = Number(number);
  if (!(percent > 0 && percent <= 100)) throw usageError(`--${name} must be a percentage such as 50%, not "${text}"`);
  return percent / 100;
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A time such as `90s`, `30m`, `12h`, `90d` or `4w`, in milliseconds. Throws `USAGE`. */
export function milliseconds(values: Values, name: string): number {
  const text = String(values[name]);
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text) ?? [];
  if (unit === undefined) throw usageError(`--${name} must be a time such as 30m, 12h or 90d, not "${text}"`);
  return Number(number) * units[unit as keyof typeof units];
}

/** A JSON document. Throws `USAGE`. */
export function json(values: Values, name: string): any {
  try {
    return JSON.parse(String(values[name]));
  } catch (error) {
    throw usageError(`--${name} must be JSON: ${(error as Error).message}`);
  }
}
