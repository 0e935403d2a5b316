import { type CommandArguments, jsonFlag } from './command';
import { common } from './common-flags';
import { readOptions } from './options';
import { placeWords } from './place-words';
import { readFlags, type Token } from './read-flags';
import { noSuchCommand, refuseAlone, refuseAny, refuseBehindLive, refuseMisplaced, refuseSlips } from './refuse';
import { usageError } from './usage-error';

/** What a command line asks for. */
export type Request =
  | { kind: 'text'; text: string }
  | {
      kind: 'command';
      command: CommandArguments;
      options: unknown;
      /** Flags and words that are not ours. */
      foreign: string[];
    };

/** Reads a command line (without node and the bin). Throws `USAGE`. */
export async function parse(argv: readonly string[], commands: readonly CommandArguments[]): Promise<Request> {
  const command = findCommand(argv, commands);
  const known = { ...common, ...(command ?? merged(commands)).flags };
  const { given, rest } = readFlags(argv, known);
  if (given.version) return { kind: 'text', text: require('../../package.json').version };
  if (given.help || rest.some(({ text }) => text === '-h')) {
    // Loaded here, since no run needs it.
    const { help } = require('./help') as typeof import('./help');
    return { kind: 'text', text: help(commands, command) };
  }
  if (!command) throw noSuchCommand(rest.find(({ kind }) => kind === 'word')?.text, commands);
  const own = withoutName(rest, command.name);
  refuseSlips(own, Object.keys(known));
  refuseMisplaced(own, given, command, commands);
  const { words, surplus, others } = placeWords(own, command.words);
  refuseBehindLive(argv, surplus);
  if (command.strict) refuseAny(others, command);
  const named: { [name: string]: string | undefined } = {};
  command.words.forEach(({ name, missing }, index) => {
    if (words[index] === undefined && missing !== undefined) throw usageError(missing);
    named[name] = words[index];
  });
  refuseAlone(given, command);
  const options = command.read({ ...named, ...readOptions(given, command.flags) });
  return { kind: 'command', command, options, foreign: others };
}

/** Whether a command line asks for JSON, be it right otherwise or not. */
export function asksForJson(argv: readonly string[]): boolean {
  try {
    return readFlags(argv, jsonFlag).given.json === true;
  } catch {
    return false;
  }
}

/**
 * The first word is the command; failing that, the first word behind an unknown flag that names one. Where that stands
 * behind flags, those of all commands count.
 */
function findCommand(argv: readonly string[], commands: readonly CommandArguments[]): CommandArguments | undefined {
  const named = (text: string | undefined) => commands.find(({ name }) => name === text);
  const first = named(argv[0]);
  if (first) return first;
  const { rest } = readFlags(argv, { ...common, ...merged(commands).flags });
  const word = named(rest.find(({ kind }) => kind === 'word')?.text);
  if (word) return word;
  for (const token of rest) if (token.kind === 'foreign' && named(token.word)) return named(token.word);
  return undefined;
}

function merged(commands: readonly CommandArguments[]): Pick<CommandArguments, 'flags'> {
  return { flags: Object.assign({}, ...commands.map(({ flags }) => flags)) };
}

/** Takes the name of the command away. */
function withoutName(rest: readonly Token[], command: string): Token[] {
  const first = rest.findIndex(({ kind }) => kind === 'word');
  if (rest[first]?.text === command) return rest.toSpliced(first, 1);
  const hidden = rest.findIndex((token) => token.kind === 'foreign' && token.word === command);
  return rest.map((token, index) => (index === hidden ? { ...token, word: undefined } : token));
}
