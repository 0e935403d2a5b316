import yargs, { type Argv, type Options } from 'yargs';
import type { CommandArguments } from './command';
import { common } from './common-flags';
import type { Flag } from './kinds';

const examples = [
  ['$0 scan eu-west-1/experiments add-status.js --preview', 'show what a script would change'],
  ['$0 scan eu-west-1/experiments add-status.js --live', 'run it'],
  ['$0 help scan', 'all flags of scan'],
] as const;

/** The help for a command, or for all of them. */
export function help(commands: readonly CommandArguments[], asked: CommandArguments | undefined): string {
  const parser = yargs([], '/')
    .scriptName('dynamodb-migrate')
    .locale('en')
    .exitProcess(false)
    .help('help', common.help.describe)
    .version(false)
    .option('version', { type: 'boolean', describe: common.version.describe })
    .wrap(null);
  for (const command of asked ? [asked] : commands) {
    parser.command(wordsOf(command), command.describe, (builder) => describe(builder, command));
  }
  if (!asked) {
    addExamples(parser, { examples });
    parser
      .usage('$0 <method> …\n\nRuns a script over every record of a DynamoDB table.')
      .epilogue(
        'scan, stream and rollback write nothing without --live. Exit codes: 0 done, 1 failed, 2 could not start, 128+n signal.',
      );
  }
  let text = '';
  parser.parse([...(asked ? [asked.name] : []), '--help'], {}, (_error: unknown, _argv: unknown, output: string) => {
    text = output;
  });
  return text.replace(/.{101,}/g, wrap);
}

/** Breaks a line between words, not within brackets; what is behind goes below its description. */
function wrap(line: string): string {
  const [name = ''] = /^ +\S.*? {2,}/.exec(line) ?? [];
  const room = new RegExp(`(.{1,${100 - name.length}})(?: +(?![^[]*\\])|$)`, 'g');
  const parts = [...line.slice(name.length).matchAll(room)].map(([, part]) => part);
  return name + parts.join(`\n${' '.repeat(name.length)}`);
}

function describe(builder: Argv, command: CommandArguments): Argv {
  builder.usage(`$0 ${wordsOf(command)}\n\n${command.describe}`);
  for (const { name, describe, choices } of command.words)
    builder.positional(name, { describe, choices, type: 'string' });
  for (const [name, flag] of Object.entries(command.flags)) builder.option(name, optionOf(flag));
  addExamples(builder, command);
  if (!command.strict) builder.epilogue('Other flags are the script’s, and what is behind -- is its alone.');
  return builder;
}

function wordsOf({ name, words }: CommandArguments): string {
  const spelled = words.map(({ name, missing }) => (missing === undefined ? `[${name}]` : `<${name}>`));
  return [name, ...spelled].join(' ');
}

function optionOf({ describe, group, type, array, shown, choices, default: standard }: Flag): Options {
  return {
    ...{ describe, array, choices, type: shown ?? type, group: group && `${group}:` },
    ...(typeof standard === 'string' && { default: standard, defaultDescription: standard }),
  };
}

// Each on a line of its own, so that it can be pasted.
function addExamples(builder: Argv, { examples }: Pick<CommandArguments, 'examples'>): void {
  for (const [line, describe] of examples) builder.example(`# ${describe}`, '').example(line, '');
}
