import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { text } from '../../arguments/kinds';

const flags = {
  base: text({ describe: 'Branch that scripts are merged into; else origin/HEAD, main or master', group: 'Lint' }),
  config: fleetFlags.config,
};

export type LintOptions = Asked<[], typeof flags, true>;

export const lintArguments = command({
  name: 'lint',
  describe: 'Look at all scripts without running them; exits with 1 when something is found',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 lint', 'compared with the branch that scripts are merged into'],
    ['$0 lint --base origin/develop --json', 'compared with another, for programs'],
  ],
  load: () => (require('./run') as typeof import('./run')).lintCommand,
});
