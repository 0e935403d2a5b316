import type { CommandArguments } from '../../arguments/command';
import { common } from '../../arguments/common-flags';
import type { Flags } from '../../arguments/options';

/** A script that completes methods, their flags and the words of both in bash; everything else is a file. */
export function bashScript(commands: readonly CommandArguments[]): string {
  const names = commands.map(({ name }) => name);
  return `# Completes dynamodb-migrate in bash: source <(dynamodb-migrate completion bash)
_dynamodb_migrate() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" method='' flags='' words='' i
  COMPREPLY=()
  if [[ $word == '=' ]]; then
    word=''
  elif [[ $before == '=' ]]; then
    before="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      --) return ;;
      ${names.join('|')}) [[ $method ]] || method="\${COMP_WORDS[i]}" ;;
    esac
  done
  case $method in
    '') words='${names.join(' ')}' ;;
${commands.map((command) => bashBranch(command, names)).join('\n')}
  esac
  if [[ $word == -* ]]; then
    words="$flags ${flagNames(common).join(' ')}"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o bashdefault -o default -F _dynamodb_migrate dynamodb-migrate`;
}

function bashBranch({ name, words, flags }: CommandArguments, names: readonly string[]): string {
  const valued = Object.entries(flags).filter(([, { type }]) => type === 'string');
  const free = valued.filter(([, { choices }]) => !choices).map(([flag]) => `--${flag}`);
  const lines = [
    `flags='${flagNames(flags).join(' ')}'`,
    `words='${words.flatMap((word) => choicesOf(word, names)).join(' ')}'`,
    ...(valued.length > 0 ? ['case $before in'] : []),
    ...valued.flatMap(([flag, { choices }]) =>
      choices ? [`  --${flag}) flags='' words='${choices.join(' ')}' ;;`] : [],
    ),
    ...(free.length > 0 ? [`  ${free.join('|')}) words='' ;;`] : []),
    ...(valued.length > 0 ? ['esac'] : []),
  ];
  return `    ${name})\n${lines.map((line) => `      ${line}\n`).join('')}      ;;`;
}

/** The same for zsh, with what flags mean. */
export function zshScript(commands: readonly CommandArguments[]): string {
  const names = commands.map(({ name }) => name);
  const methods = commands.map(({ name, describe }) => `      ${quoted(`${name}:${describe}`)}`);
  return `#compdef dynamodb-migrate
# Completes dynamodb-migrate in zsh: source <(dynamodb-migrate completion zsh)
_dynamodb_migrate() {
  local word method
  local -a methods
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case $word in
      ${names.join('|')}) method=$word; break ;;
    esac
  done
  case $method in
${commands.map((command) => zshBranch(command, names)).join('\n')}
    *)
      methods=(
${methods.join('\n')}
      )
      if [[ $words[CURRENT] == -* ]]; then
        _arguments ${zshFlags(common).join(' ')}
      else
        _describe -t methods method methods
      fi
      ;;
  esac
}
if [[ $funcstack[1] == _dynamodb_migrate ]]; then
  _dynamodb_migrate "$@"
else
  compdef _dynamodb_migrate dynamodb-migrate
fi`;
}

function zshBranch({ name, words, flags }: CommandArguments, names: readonly string[]): string {
  const places = words.map((word) => {
    const choices = choicesOf(word, names);
    return quoted(`:${word.name}:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`);
  });
  const all = [...zshFlags(flags), ...zshFlags(common), quoted(':method:'), ...places, quoted('*:file:_files')];
  return `    ${name})\n      _arguments \\\n${all.map((one) => `        ${one}`).join(' \\\n')}\n      ;;`;
}

function zshFlags(flags: Flags): string[] {
  return Object.entries(flags).map(([name, { type, array, describe, choices }]) => {
    const said = `[${describe.replace(/[\\[\]]/g, '\\$&')}]`;
    if (type === 'boolean') return quoted(`--${name}${said}`);
    return quoted(`${array ? '*' : ''}--${name}=${said}:${name}:${choices ? `(${choices.join(' ')})` : '_files'}`);
  });
}

function flagNames(flags: Flags): string[] {
  return Object.keys(flags).map((name) => `--${name}`);
}

function choicesOf({ name, choices }: CommandArguments['words'][number], names: readonly string[]): readonly string[] {
  return name === 'method' ? names : (choices ?? []);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
