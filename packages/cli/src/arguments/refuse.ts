import type { CommandArguments } from './command';
import type { Given } from './kinds';
import type { Token } from './read-flags';
import { usageError } from './usage-error';

const forTheScript = 'What is meant for the script goes behind --.';

/** Refuses flags that are a slip of `names`. */
export function refuseSlips(tokens: readonly Token[], names: readonly string[]): void {
  for (const token of tokens) {
    if (token.kind !== 'foreign' || !token.text.startsWith('--')) continue;
    const meant = near(token.name, names);
    if (meant !== undefined) throw usageError(`--${token.name} is not known: did you mean --${meant}?`, forTheScript);
  }
}

/** A flag of scan means something to whoever gives it to stream, and the other way round. */
export function refuseMisplaced(
  tokens: readonly Token[],
  given: { [name: string]: Given },
  command: CommandArguments,
  commands: readonly CommandArguments[],
): void {
  const siblings = commands.filter(({ words }) => words.some(({ name }) => name === 'database'));
  if (!siblings.includes(command)) return;
  for (const token of tokens) {
    if (token.kind !== 'foreign' || !token.text.startsWith('--')) continue;
    if (given.live && /^dry-?run$/.test(token.name))
      throw usageError(`--${token.name} and --live cannot both be meant`);
    const sibling = siblings.find(({ flags }) => Object.hasOwn(flags, token.name));
    if (sibling) throw usageError(`--${token.name} is a flag of ${sibling.name}, not of ${command.name}`);
  }
}

/** Refuses flags without the one that they go with. */
export function refuseAlone(given: { [name: string]: Given }, { flags, strict }: CommandArguments): void {
  for (const [name, { goesWith }] of Object.entries(flags)) {
    if (goesWith === undefined || given[name] === undefined || given[goesWith]) continue;
    throw usageError(`--${name} goes with --${goesWith}`, strict ? undefined : forTheScript);
  }
}

/** A word that is nobody's, right behind `--live`, may be meant to say that it is not to be live. */
export function refuseBehindLive(argv: readonly string[], surplus: readonly string[]): void {
  const word = surplus.find((text) =>
    argv.some((arg, at) => arg === text && /^--(no-)?live$/.test(argv[at - 1] ?? '')),
  );
  if (word !== undefined) throw usageError(`--live is a switch and cannot be "${word}"`);
}

/** Refuses what is left of a command line that is ours alone. */
export function refuseAny([first]: readonly string[], { name }: CommandArguments): void {
  if (first !== undefined)
    throw usageError(`${first} is nothing that ${name} knows`, `See dynamodb-migrate ${name} --help.`);
}

/** What is thrown where a command was to be named. */
export function noSuchCommand(text: string | undefined, commands: readonly CommandArguments[]) {
  const names = commands.map(({ name }) => name);
  const meant = text === undefined ? undefined : near(text, names);
  return usageError(
    `method must be one of ${names.join(', ')}`,
    meant === undefined ? undefined : `Did you mean ${meant}? See dynamodb-migrate --help.`,
  );
}

function near(name: string, known: readonly string[]): string | undefined {
  const { nearMiss } = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
  return nearMiss(name, known);
}
