import type { Context } from '../process/context';
import { flag } from './kinds';
import type { Flags, OptionsOf } from './options';

/** A positional argument of a command. */
export interface Word {
  name: string;
  describe: string;
  /** What is said when it is not there. Absent: it may be left out. */
  missing?: string;
  /** What it can be, for those that complete command lines. */
  choices?: readonly string[];
  /** Whether a word looks like this one; asked only where a word may as well be the value of an unknown flag. */
  fits: (word: string) => boolean;
}

/** The options that words give. */
export type WordsOf<Words extends readonly Word[]> = {
  [One in Words[number] as One extends { missing: string } ? One['name'] : never]: string;
} & { [One in Words[number] as One extends { missing: string } ? never : One['name']]?: string };

/** What a command does: a plain function of options that gives data, and the report that is printed of the data. */
export interface Command<Options, Data> {
  run: (options: Options, context: Context) => Promise<Data>;
  /** Prints, and gives the exit code. */
  report: (data: Data, context: Context) => number | Promise<number>;
  /** It loads scripts whose timers must not keep the process alive once all is told. */
  exits?: true;
}

/** How a command is called. */
export interface CommandArguments<Options = any> {
  name: string;
  describe: string;
  words: readonly Word[];
  flags: Flags;
  /** Refuses what is not its own; else that is left to the script. @default false */
  strict?: boolean;
  /** Command lines that people type, and what they do; `$0` is the bin. */
  examples: readonly (readonly [line: string, describe: string])[];
  /** Checks how options go together. Throws `USAGE`. */
  read(asked: any): Options;
  /** Loads the command, which may be heavy. */
  load(): Command<Options, any>;
}

/** The flag of commands that can print JSON. */
export const jsonFlag = { json: flag({ describe: 'Print JSON', default: false }) };

/** The options of a command of words and flags, with or without `--json`. */
export type Asked<Words extends readonly Word[], All extends Flags, Json> = WordsOf<Words> &
  OptionsOf<All> &
  (Json extends true ? OptionsOf<typeof jsonFlag> : unknown);

interface Told<Words extends readonly Word[], All extends Flags, Json extends boolean>
  extends Omit<CommandArguments, 'read' | 'load'> {
  words: Words;
  flags: All;
  /** Gives it `--json`. @default false */
  json?: Json;
}

/** A command whose options are what its words and flags say, or what `read` makes of that. */
export function command<Words extends readonly Word[], All extends Flags, Options, Json extends boolean = false>(
  told: Told<Words, All, Json> & {
    read(asked: Asked<Words, All, Json>): Options;
    load(): Command<Options, any>;
  },
): CommandArguments<Options>;
export function command<Words extends readonly Word[], All extends Flags, Json extends boolean = false>(
  told: Told<Words, All, Json> & { load(): Command<Asked<Words, All, Json>, any> },
): CommandArguments<Asked<Words, All, Json>>;
export function command({ json, flags, ...told }: any): CommandArguments {
  return { read: (asked: unknown) => asked, ...told, flags: { ...flags, ...(json && jsonFlag) } };
}
