import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, text } from '../../arguments/kinds';
import { usageError } from '../../arguments/usage-error';

const { config } = fleetFlags;

const flags = {
  all: flag({ describe: 'All environments, whatever K8S_ENV says', group: 'Status', default: false }),
  strict: flag({ describe: 'Exit with 1 also when scripts are pending', group: 'Status', default: false }),
  env: text({ describe: 'Environment; else the one that K8S_ENV names, else all of them', group: config.group }),
  config,
};

export type StatusOptions = Asked<[], typeof flags, true>;

export const statusArguments = command({
  name: 'status',
  describe: 'Tell which scripts are applied where; exits with 1 when something is wrong',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 status', 'every environment'],
    ['$0 status --env production --strict', 'fail a job while scripts are pending'],
  ],
  read(options) {
    if (options.all && options.env !== undefined) throw usageError('--all and --env exclude each other');
    return options;
  },
  load: () => (require('./run') as typeof import('./run')).statusCommand,
});
