import type { Flag } from './command';
import { usageError } from './usage-error';

/** One thing on a command line. */
export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'flag'; name: string; value: string | boolean }
  /** A flag that nobody knows. `word` follows it: its value, or a word of ours. */
  | { kind: 'foreign'; name: string; text: string; word?: string };

const yes = new Set(['true', '1', 'yes', 'y', 'on']);
const no = new Set(['false', '0', 'no', 'n', 'off', '']);

/**
 * Splits a command line by the flags that are known; what is behind `--` is the script's alone. Throws `USAGE`, with
 * `hint` for a remedy.
 */
export function tokens(argv: readonly string[], flags: { readonly [name: string]: Flag }, hint?: string): Token[] {
  const end = argv.indexOf('--');
  const left = [...(end < 0 ? argv : argv.slice(0, end))];
  const found: Token[] = [];
  while (left.length > 0) {
    const text = left.shift()!;
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
    if (name === undefined) {
      found.push(isFlag(text) ? { kind: 'foreign', name: text, text } : { kind: 'word', text });
      continue;
    }
    const flag = flags[name];
    if (!flag) {
      const negated = name.startsWith('no-') && given === undefined ? name.slice(3) : undefined;
      if (negated !== undefined && flags[negated]?.type === 'boolean') {
        found.push({ kind: 'flag', name: negated, value: false });
        continue;
      }
      const follows = given === undefined && left.length > 0 && !isFlag(left[0]!);
      found.push({ kind: 'foreign', name, text, ...(follows && { word: left.shift()! }) });
    } else if (flag.type === 'boolean') {
      const next = left[0]?.toLowerCase();
      const follows = next !== undefined && (yes.has(next) || no.has(next));
      const value = (given ?? (follows ? left.shift()! : 'true')).toLowerCase();
      if (!yes.has(value) && !no.has(value)) throw usageError(`--${name} is a switch and cannot be "${value}"`, hint);
      found.push({ kind: 'flag', name, value: yes.has(value) });
    } else {
      const values = given === undefined ? takeValues(left, flag) : [given];
      if (values.length === 0 || values[0] === '') throw usageError(`--${name} needs a value`, hint);
      for (const value of values) found.push({ kind: 'flag', name, value });
    }
  }
  return found;
}

function takeValues(left: string[], { array }: Flag): string[] {
  const values: string[] = [];
  while (left.length > 0 && !isFlag(left[0]!)) {
    values.push(left.shift()!);
    if (!array) break;
  }
  return values;
}

// A dash alone is a word, and a negative number a value.
function isFlag(text: string): boolean {
  return /^-[^\d.]/.test(text);
}
