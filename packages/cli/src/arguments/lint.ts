import type { CommandArguments } from './command';
import { fleetFlags, jsonFlag } from './fleet-flags';

export interface LintOptions {
  config?: string;
  /** The branch that scripts are merged into. */
  base?: string;
  json: boolean;
}

export const lintArguments: CommandArguments<LintOptions> = {
  name: 'lint',
  describe: 'Look at all scripts without running them; exits with 1 when something is found',
  words: [],
  flags: {
    config: fleetFlags.config,
    base: { type: 'string', describe: 'Branch that scripts are merged into; else origin/HEAD, main or master' },
    ...jsonFlag,
  },
  strict: true,
  read: ({ config, base, json }) => ({
    config: config as string | undefined,
    base: base as string | undefined,
    json: json === true,
  }),
  load: () => (require('../commands/lint') as typeof import('../commands/lint')).lintCommand,
};
