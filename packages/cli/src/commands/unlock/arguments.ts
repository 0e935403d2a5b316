import { type Asked, command } from '../../arguments/command';
import { confirmFlags } from '../../arguments/confirm-flags';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag } from '../../arguments/kinds';

const flags = {
  force: flag({ describe: 'Break it although it has not run out: its holder stops', group: 'Lock', default: false }),
  ...fleetFlags,
  ...confirmFlags,
};

export type UnlockOptions = Asked<[], typeof flags, true>;

export const unlockArguments = command({
  name: 'unlock',
  describe: 'Take the lock from an environment that somebody else holds',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 unlock --env staging', 'a lock that has run out'],
    ['$0 unlock --env staging --force', 'one that is still held, too'],
  ],
  load: () => (require('./run') as typeof import('./run')).unlockCommand,
});
