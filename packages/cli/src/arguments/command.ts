import type { Context } from '../process/context';

/** A flag of a command. Everything but a boolean takes a value. */
export interface Flag {
  describe: string;
  type: 'boolean' | 'string';
  /** Takes several values, also by being repeated. */
  array?: boolean;
  default?: string;
}

/** A positional argument of a command. */
export interface Word {
  name: string;
  describe: string;
  /** What is said when it is not there. Absent: it may be left out. */
  missing?: string;
  /** Whether a word looks like this one; asked only where a word may as well be the value of an unknown flag. */
  fits: (word: string) => boolean;
}

/** What was given for a command: strings, lists of them, and booleans, by name. */
export type Values = { [name: string]: string | string[] | boolean | undefined };

/** What a command does: a plain function of options that gives data, and the report that is printed of the data. */
export interface Command<Options, Data> {
  run(options: Options, context: Context): Promise<Data>;
  /** Prints, and gives the exit code. */
  report(data: Data, context: Context): number | Promise<number>;
  /** It loads scripts whose timers must not keep the process alive once all is told. */
  exits?: true;
}

/** How a command is called. */
export interface CommandArguments<Options = any, Data = any> {
  name: string;
  /** Absent: not in the help. */
  describe?: string;
  words: readonly Word[];
  flags: { readonly [name: string]: Flag };
  /** Refuses what is not its own; else that is left to the script. @default false */
  strict?: boolean;
  /** Checks the values. Throws `USAGE`. */
  read(values: Values): Options;
  /** Loads the command, which may be heavy. */
  load(): Command<Options, Data>;
}
