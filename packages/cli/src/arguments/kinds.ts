import { usageError } from './usage-error';

/** What was given for a flag, as it stood there. */
export type Given = string | string[] | boolean;

/** A flag of a command, said once. */
export interface Flag<Value = unknown> {
  /** Everything but a boolean takes a value. */
  type: 'boolean' | 'string';
  /** Takes several values, also by being repeated. */
  array?: true;
  /** What help calls it, where that is not the type. */
  shown?: 'number';
  describe: string;
  /** Heading of the help that it stands under. */
  group?: string;
  /** What counts where nothing is given. */
  default?: Given;
  /** The flag that it says nothing without. */
  goesWith?: string;
  /** All that may be given. */
  choices?: readonly string[];
  /** Throws `USAGE`. */
  read(given: Given, name: string): Value;
}

interface About<Default extends Given> {
  describe: string;
  group?: string;
  goesWith?: string;
  default?: Default;
}

/** A flag that has a default always has a value. */
type FlagOf<Value, Told> = Flag<Told extends { default: Given } ? Value : Value | undefined>;

/** A switch: `--live`, `--live=false`, `--no-live`. */
export function flag<Told extends About<boolean>>(about: Told): FlagOf<boolean, Told> {
  return { ...about, type: 'boolean', read: (given) => given as boolean } as FlagOf<boolean, Told>;
}

/** Any text; where it must look `like` something, `called` says what that is. */
export function text<Told extends About<string> & { like?: RegExp; called?: string }>(about: Told) {
  const { like, called, ...rest } = about;
  return one<string, Told>(rest, (given, name) => {
    if (like?.test(given) === false) throw usageError(`--${name} must be ${called}, not "${given}"`);
    return given;
  });
}

/** Several texts; `each` makes one or more of every one given. */
export function list<Told extends About<string[]> & { each?: (given: string, name: string) => string[] }>(about: Told) {
  const { each, ...rest } = about;
  const read = (given: Given, name: string) => {
    const all = given as string[];
    return each ? all.flatMap((one) => each(one, name)) : all;
  };
  return { ...rest, type: 'string', array: true, read } as FlagOf<string[], Told>;
}

/** A whole number within bounds, or the word `or`. */
export function wholeNumber<
  const Told extends About<string> & { least: number; most?: number; or?: string },
  Word = Told extends { or: infer Or } ? Or : never,
>(about: Told) {
  const { least, most, or, ...rest } = about;
  return one<number | Word, Told>({ ...rest, ...(!or && { shown: 'number' }) }, (given, name) => {
    if (given === or) return given as Word;
    const number = Number(given);
    if (!/^-?\d+$/.test(given) || number < least || !Number.isSafeInteger(number)) {
      const kind = least === 1 ? 'a positive whole number' : `a whole number of at least ${least}`;
      throw usageError(`--${name} must be ${kind}, not "${given}"`);
    }
    if (most !== undefined && number > most) throw usageError(`--${name} must be ${most} at most, not ${number}`);
    return number;
  });
}

/** A percentage such as `50%`, as a number up to 1. */
export function share<Told extends About<string>>(about: Told) {
  return one<number, Told>(about, (given, name) => {
    const [, number] = /^(\d+(?:\.\d+)?)\s*%$/.exec(given) ?? [];
    const percent = Number(number);
    if (percent > 0 && percent <= 100) return percent / 100;
    throw usageError(`--${name} must be a percentage such as 50%, not "${given}"`);
  });
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A time such as `90s`, `30m`, `12h`, `90d` or `4w`, in milliseconds. */
export function time<Told extends About<string>>(about: Told) {
  return one<number, Told>(about, (given, name) => {
    const [, number, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(given) ?? [];
    if (unit !== undefined) return Number(number) * units[unit as keyof typeof units];
    throw usageError(`--${name} must be a time such as 30m, 12h or 90d, not "${given}"`);
  });
}

const sizes = { MB: 2 ** 20, GB: 2 ** 30 };

/** A size such as `256MB` or `1GB`, in bytes. */
export function size<Told extends About<string>>(about: Told) {
  return one<number, Told>(about, (given, name) => {
    const [, number, unit] = /^([1-9]\d*) ?(MB|GB)$/.exec(given) ?? [];
    if (unit !== undefined) return Number(number) * sizes[unit as keyof typeof sizes];
    throw usageError(`--${name} must be a size such as 256MB or 1GB, not "${given}"`);
  });
}

/** One of some words. */
export function oneOf<const Word extends string, Told extends About<Word>>(choices: readonly Word[], about: Told) {
  return one<Word, Told>({ ...about, choices }, (given, name) => {
    if (choices.includes(given as Word)) return given as Word;
    throw usageError(`--${name} must be ${choices.join(' or ')}, not "${given}"`);
  });
}

/** An http or https address, without the user and the password that may be in it. */
export function address<Told extends About<string>>(about: Told) {
  return one<string, Told>(about, (given, name) => {
    const { plainAddress } = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
    const plain = plainAddress(given);
    if (/[?#]/.test(given)) throw usageError(`--${name} must be an address with nothing behind a ? or #: "${plain}"`);
    if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return plain;
    throw usageError(`--${name} must be an address such as http://localhost:4567, not "${plain}"`);
  });
}

/** A JSON document. */
export function json<Value>(about: About<string>): Flag<Value | undefined> {
  return one<Value, About<string>>(about, (given, name) => {
    try {
      return JSON.parse(given);
    } catch (error) {
      throw usageError(`--${name} must be JSON: ${(error as Error).message}`);
    }
  });
}

function one<Value, Told>(
  about: About<string> & Pick<Flag, 'choices' | 'shown'>,
  read: (given: string, name: string) => Value,
): FlagOf<Value, Told> {
  return { ...about, type: 'string', read } as FlagOf<Value, Told>;
}
