import { command } from '../../arguments/command';
import { usageError } from '../../arguments/usage-error';

const words = [
  {
    name: 'shell',
    describe: 'Whose completion',
    missing: 'must specify a shell: bash or zsh',
    choices: ['bash', 'zsh'],
    fits: (word: string) => /sh$/.test(word),
  },
] as const;

export interface CompletionOptions {
  shell: 'bash' | 'zsh';
}

export const completionArguments = command({
  name: 'completion',
  describe: 'Print a script that lets a shell complete command lines',
  words,
  flags: {},
  strict: true,
  examples: [
    ['source <($0 completion bash)', 'from ~/.bashrc'],
    ['source <($0 completion zsh)', 'from ~/.zshrc, behind compinit'],
  ],
  read({ shell }): CompletionOptions {
    if (shell === 'bash' || shell === 'zsh') return { shell };
    throw usageError(`there is completion for bash and zsh, not for ${shell}`);
  },
  load: () => (require('./run') as typeof import('./run')).completionCommand,
});
