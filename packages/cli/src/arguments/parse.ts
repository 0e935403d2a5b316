import { nearMiss } from '@dynamodb-migrate/core';
import type Yargs from 'yargs';
import type { CommandArguments, Values } from './command';
import { placeWords } from './place-words';
import { type Token, tokens } from './tokens';
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

const common = {
  help: { type: 'boolean', describe: 'Show help' },
  version: { type: 'boolean', describe: 'Show version' },
} as const;

/** Reads a command line (without node and the bin). Throws `USAGE`. */
export async function parse(argv: readonly string[], commands: readonly CommandArguments[]): Promise<Request> {
  // What is a flag of another command may be a script's own, with or without a value.
  const named = commands.filter(({ name }) => name === argv[0]);
  const known = Object.assign({}, common, ...(named.length > 0 ? named : commands).map(({ flags }) => flags));
  const all = tokens(argv, known);
  const { command, rest } = findCommand(all, commands);
  if (asksFor(all, 'version')) return { kind: 'text', text: require('../../package.json').version };
  if (asksFor(all, 'help')) return { kind: 'text', text: await help(commands, command) };
  if (!command) {
    const names = commands.filter(({ describe }) => describe).map(({ name }) => name);
    throw usageError(`method must be one of ${names.join(', ')}`);
  }
  const own = rest.map((token) => disown(token, command));
  refuseSlips(own, command);
  refuseMisplaced(own, command, commands);
  const { words, surplus, others } = placeWords(own, command.words);
  refuseBehindLive(own, surplus);
  if (command.strict) refuse(others, command);
  const values: Values = {};
  command.words.forEach(({ name, missing }, index) => {
    if (words[index] === undefined && missing !== undefined) throw usageError(missing);
    values[name] = words[index];
  });
  for (const token of own) if (token.kind === 'flag') addFlag(values, token, command);
  return { kind: 'command', command, options: command.read(values), foreign: others };
}

function asksFor(all: readonly Token[], name: string): boolean {
  return all.some((token) => (token.kind === 'flag' && token.name === name && token.value) || isShort(token, name));
}

function isShort(token: Token, name: string): boolean {
  return name === 'help' && token.kind === 'foreign' && token.name === '-h';
}

/** The first word is the command; failing that, the first word behind an unknown flag that names one. */
function findCommand(all: readonly Token[], commands: readonly CommandArguments[]) {
  const named = (text: string | undefined) => commands.find(({ name }) => name === text);
  const first = all.findIndex(({ kind }) => kind === 'word');
  const word = all[first];
  if (word?.kind === 'word' && named(word.text)) return { command: named(word.text), rest: all.toSpliced(first, 1) };
  const hidden = all.findIndex((token) => token.kind === 'foreign' && named(token.word));
  const flag = all[hidden];
  if (flag?.kind !== 'foreign') return { command: undefined, rest: all };
  const { word: name, ...alone } = flag;
  return { command: named(name), rest: all.toSpliced(hidden, 1, alone) };
}

/** Flags of other commands are as foreign as any. */
function disown(token: Token, { flags }: CommandArguments): Token {
  if (token.kind !== 'flag' || token.name in flags || token.name in common) return token;
  return { kind: 'foreign', name: token.name, text: `--${token.name}${token.value === true ? '' : `=${token.value}`}` };
}

function refuseSlips(all: readonly Token[], command: CommandArguments): void {
  const names = [...Object.keys(command.flags), ...Object.keys(common)];
  for (const token of all) {
    if (token.kind !== 'foreign' || !token.text.startsWith('--') || token.name in common) continue;
    const meant = nearMiss(token.name, names);
    if (meant !== undefined) {
      throw usageError(
        `--${token.name} is not known: did you mean --${meant}?`,
        'What is meant for the script goes behind --.',
      );
    }
  }
}

function refuse([first]: readonly string[], { name }: CommandArguments): void {
  if (first !== undefined)
    throw usageError(`${first} is nothing that ${name} knows`, `See dynamodb-migrate ${name} --help.`);
}

/** A flag of scan means something to whoever gives it to stream, and the other way round. */
function refuseMisplaced(
  all: readonly Token[],
  command: CommandArguments,
  commands: readonly CommandArguments[],
): void {
  const siblings = commands.filter(({ words }) => words.some(({ name }) => name === 'database'));
  if (!siblings.includes(command)) return;
  const live = all.some((token) => token.kind === 'flag' && token.name === 'live' && token.value);
  for (const token of all) {
    if (token.kind !== 'foreign' || !token.text.startsWith('--')) continue;
    if (live && /^dry-?run$/.test(token.name)) throw usageError(`--${token.name} and --live cannot both be meant`);
    const sibling = siblings.find(({ flags }) => token.name in flags);
    if (sibling) throw usageError(`--${token.name} is a flag of ${sibling.name}, not of ${command.name}`);
  }
}

/** A word that is nobody's, right behind `--live`, may be meant to say that it is not to be live. */
function refuseBehindLive(all: readonly Token[], surplus: readonly string[]): void {
  all.forEach((token, index) => {
    const next = all[index + 1];
    if (token.kind !== 'flag' || token.name !== 'live' || next?.kind !== 'word') return;
    if (surplus.includes(next.text)) throw usageError(`--live is a switch and cannot be "${next.text}"`);
  });
}

function addFlag(values: Values, { name, value }: Token & { kind: 'flag' }, { flags }: CommandArguments): void {
  if (!flags[name]?.array) values[name] = value;
  else values[name] = [...((values[name] as string[] | undefined) ?? []), value as string];
}

function help(commands: readonly CommandArguments[], asked: CommandArguments | undefined): Promise<string> {
  const yargs = require('yargs') as typeof Yargs;
  const parser = yargs([])
    .scriptName('dynamodb-migrate')
    .locale('en')
    .usage('$0 <method> …\n\nRuns a script over every record of a DynamoDB table.')
    .version(false)
    .wrap(100)
    .epilogue(
      'scan, stream and rollback write nothing without --live. Exit codes: 0 done, 1 failed, 2 could not start, 128+n signal.',
    );
  for (const command of commands) {
    const words = command.words.map(({ name, missing }) => (missing === undefined ? `[${name}]` : `<${name}>`));
    parser.command([command.name, ...words].join(' '), command.describe ?? (false as never), (builder) => {
      for (const { name, describe } of command.words) builder.positional(name, { describe, type: 'string' });
      for (const [name, { array, ...flag }] of Object.entries(command.flags)) {
        builder.option(name, { ...flag, array: array ?? false, requiresArg: flag.type !== 'boolean' });
      }
      return builder.usage(`$0 ${[command.name, ...words].join(' ')}\n\n${command.describe ?? ''}`);
    });
  }
  return new Promise((resolve, reject) => {
    parser.parse([...(asked ? [asked.name] : []), '--help'], {}, (error: unknown, _argv: unknown, output: string) =>
      error ? reject(error) : resolve(output),
    );
  });
}
