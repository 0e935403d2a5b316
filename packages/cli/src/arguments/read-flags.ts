import parser from 'yargs-parser';
import type { Given } from './kinds';
import type { Flags } from './options';
import { endOfList, foreignIndex, isFlag, spell, splitFlag } from './spell';
import { usageError } from './usage-error';

/** One thing on a command line that is none of our flags. */
export type Token =
  | { kind: 'word'; text: string }
  /** A flag that nobody knows. `word` follows it: its value, or a word of ours. */
  | { kind: 'foreign'; name: string; text: string; word?: string };

/**
 * What is given for flags, and what is left of a command line, in its order; what is behind `--` is the script's alone.
 * Throws `USAGE`, with `hint` for a remedy.
 */
export function readFlags(
  argv: readonly string[],
  flags: Flags,
  hint?: string,
): { given: { [name: string]: Given }; rest: Token[] } {
  const end = argv.indexOf('--');
  const args = end < 0 ? argv : argv.slice(0, end);
  const all = Object.entries(flags);
  const named = (type: string) => all.filter(([, flag]) => flag.type === type).map(([name]) => name);
  const { _: left, ...found } = parser(spell(args, flags, hint), {
    boolean: [...named('boolean'), endOfList],
    string: named('string'),
    array: all.filter(([, { array }]) => array).map(([name]) => name),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'unknown-options-as-args': true,
    },
  });
  const given: { [name: string]: Given } = {};
  for (const [name, { type, array }] of all) {
    if (found[name] === undefined) continue;
    const values: Given[] = [found[name]].flat();
    if (type === 'string' && (values.length === 0 || values.includes(''))) {
      throw usageError(`--${name} needs a value`, hint);
    }
    // The last one counts.
    given[name] = array ? (values as string[]) : values.at(-1)!;
  }
  return { given, rest: tokens(left.map(String), args) };
}

function tokens(left: readonly string[], args: readonly string[]): Token[] {
  const found: Token[] = [];
  let open: (Token & { kind: 'foreign' }) | undefined;
  for (const text of left) {
    const index = foreignIndex(text);
    if (index !== undefined) {
      const flag = args[index]!;
      const { name, value } = splitFlag(flag);
      const next = args[index + 1];
      const token: Token = { kind: 'foreign', name, text: flag };
      const takes = name !== flag && value === undefined && next !== undefined && !isFlag(next);
      found.push(token);
      open = takes ? token : undefined;
    } else if (open) {
      open.word = text;
      open = undefined;
    } else {
      found.push({ kind: 'word', text });
    }
  }
  return found;
}
