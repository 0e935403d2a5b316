import type { Flag } from './kinds';
import type { Flags } from './options';
import { usageError } from './usage-error';

const yes = new Set(['true', '1', 'yes', 'y', 'on']);
const no = new Set(['false', '0', 'no', 'n', 'off', '']);

/** A switch of our own: yargs-parser's lists end where a flag that it knows begins. */
export const endOfList = 'end-of-list';

/**
 * Spells a command line so that yargs-parser cannot take it for something else: the word behind a switch that says yes
 * or no, values in quotes or with a dash, the end of a list. A flag that nobody knows becomes `--?INDEX`. Throws `USAGE`.
 */
export function spell(args: readonly string[], flags: Flags, hint?: string): string[] {
  return args.flatMap((arg, index) => {
    const next = args[index + 1];
    if (!isFlag(arg)) return isTaken(arg, bareFlag(args[index - 1], flags)) ? [] : arg;
    const { name, value } = splitFlag(arg);
    const flag = flagOf(name, flags);
    if (!flag) return isNegated(arg, flags) ? arg : [`--${endOfList}=true`, `--?${index}`];
    const given = value ?? (isTaken(next, flag) ? next : undefined);
    if (flag.type === 'boolean') return `--${name}=${isYes(given ?? 'true', name, hint)}`;
    if (given === undefined && (next === undefined || isFlag(next))) return `--${name}=""`;
    // yargs-parser takes one pair of quotes away.
    return given === undefined ? arg : [`--${name}="${given}"`, `--${endOfList}=true`];
  });
}

/** Whether something is a flag: a dash alone is a word, and a negative number a value. */
export function isFlag(text: string): boolean {
  return /^-[^\d.]/.test(text);
}

/** The name of a flag, and what stands behind its `=`. */
export function splitFlag(text: string): { name: string; value?: string } {
  const [, name = text, value] = /^--([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  return { name, value };
}

/** Where the flag that has become `--?INDEX` stood; undefined for whatever else. */
export function foreignIndex(text: string): number | undefined {
  const [, index] = /^--\?(\d+)$/.exec(text) ?? [];
  return index === undefined ? undefined : Number(index);
}

function flagOf(name: string, flags: Flags): Flag | undefined {
  return Object.hasOwn(flags, name) ? flags[name] : undefined;
}

function bareFlag(text: string | undefined, flags: Flags): Flag | undefined {
  return text?.startsWith('--') ? flagOf(text.slice(2), flags) : undefined;
}

function isNegated(text: string, flags: Flags): boolean {
  return text.startsWith('--no-') && flagOf(text.slice(5), flags)?.type === 'boolean';
}

/** Whether a word goes to the flag before it, and yargs-parser would not give it to that. */
function isTaken(word: string | undefined, flag: Flag | undefined): boolean {
  if (word === undefined || !flag || isFlag(word)) return false;
  const lower = word.toLowerCase();
  return flag.type === 'boolean' ? yes.has(lower) || no.has(lower) : word.startsWith('-') && !flag.array;
}

function isYes(given: string, name: string, hint: string | undefined): boolean {
  const word = given.toLowerCase();
  if (!yes.has(word) && !no.has(word)) throw usageError(`--${name} is a switch and cannot be "${word}"`, hint);
  return yes.has(word);
}
