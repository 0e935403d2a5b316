import { spawnSync } from 'node:child_process';
import { commands } from '../../src/commands/commands';
import { bashScript, zshScript } from '../../src/commands/completion/scripts';

const names = commands.map(({ name }) => name);
const flagsOf = (method: string) => {
  const { flags } = commands.find(({ name }) => name === method)!;
  return [...Object.keys(flags).map((name) => `--${name}`), '--help', '--version'];
};

/** What is offered at the end of a command line, whose words are split as bash splits them. */
function inBash(...words: string[]): string[] {
  const script = `${bashScript(commands)}
    COMP_WORDS=(dynamodb-migrate "$@")
    COMP_CWORD=$#
    COMPREPLY=(stale)
    _dynamodb_migrate
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each<[string[], string[]]>([
    [[''], names],
    [['s'], names.filter((name) => name.startsWith('s'))],
    [['sca'], ['scan']],
    [['--'], ['--help', '--version']],
    [['scan', '--'], flagsOf('scan')],
    [
      ['scan', 'r/t', 's.js', '--max-'],
      ['--max-rcu', '--max-wcu', '--max-errors'],
    ],
    [['--live', 'rollback', 'last', '--fo'], ['--force']],
    [
      ['scan', '--transport', ''],
      ['thin', 'sdk'],
    ],
    [['scan', '--transport', 't'], ['thin']],
    [
      ['scan', '--transport', '='],
      ['thin', 'sdk'],
    ],
    [['scan', '--transport', '=', 's'], ['sdk']],
    [
      ['init', '--print', ''],
      ['cloudformation', 'terraform'],
    ],
    [['iam-policy', '--command', 'p'], ['plan']],
    [
      ['completion', ''],
      ['bash', 'zsh'],
    ],
    [['help', 'ro'], ['rollback']],
    [['runs', ''], ['prune']],
    // Files, which bash offers by itself.
    [['scan', 'r/t', ''], []],
    [['runs', '--state', ''], []],
    [['scan', 'r/t', 's.js', '--', '--li'], []],
  ])('%j', (words, offered) => {
    expect(inBash(...words)).toEqual(offered);
  });
});

const zsh = spawnSync('zsh', ['--version']).status === 0;
if (!zsh) console.log('zsh is not there: what it completes is not tested');

/** What the script asks of zsh's own functions. */
function inZsh(...words: string[]): string[] {
  const script = `compdef() { : }
    _arguments() { print -rl -- "$@" }
    _describe() { print -rl -- "\${(@P)4}" }
    ${zshScript(commands)}
    words=(dynamodb-migrate "$@")
    CURRENT=$#words
    _dynamodb_migrate`;
  const { status, stdout, stderr } = spawnSync('zsh', ['-f', '-c', script, 'zsh', ...words], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter(Boolean);
}

(zsh ? describe : describe.skip)('zsh', () => {
  test('methods, with what they do', () => {
    expect(inZsh('s')).toEqual(commands.map(({ name, describe }) => `${name}:${describe}`));
  });

  test('flags that every method has', () => {
    expect(inZsh('--')).toEqual(['--help[Show help]', '--version[Show version]']);
  });

  test.each<[string[], string[]]>([
    [
      ['scan', '--'],
      ['--transport=[thin (default), or sdk: everything through the AWS SDK client]:transport:(thin sdk)'],
    ],
    [['scan', '--'], ['*--redact=[Attributes not to be shown: attr,attr.path]:redact:_files']],
    [
      ['scan', '--'],
      [':method:', ':database:_files', ':script:_files', '*:file:_files'],
    ],
    [['--live', 'local', ''], ['*--table=[Table to make: NAME:key\\[:S|N|B\\]\\[,range\\[:type\\]\\]]:table:_files']],
    [
      ['completion', ''],
      [':method:', ':shell:(bash zsh)'],
    ],
    [
      ['help', ''],
      [':method:', `:method:(${names.join(' ')})`],
    ],
  ])('%j', (words, asked) => {
    expect(inZsh(...words)).toEqual(expect.arrayContaining(asked));
  });
});

test('no description breaks out of its quotes', () => {
  const tricky = { ...commands[0]!, describe: "it's a [trap]: $(exit 1)" };
  expect(zshScript([tricky])).toContain(String.raw`'scan:it'\''s a [trap]: $(exit 1)'`);
});
