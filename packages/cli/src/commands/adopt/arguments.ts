import { type Asked, command } from '../../arguments/command';
import { confirmFlags } from '../../arguments/confirm-flags';
import { fleetFlags } from '../../arguments/fleet-flags';
import { isScript } from '../../arguments/is-script';

const words = [
  {
    name: 'script',
    describe: 'The last script that has been run by hand: its file name, path or title',
    missing: 'must specify the last script that has been run by hand',
    fits: isScript,
  },
] as const;

const flags = { ...fleetFlags, ...confirmFlags };

export type AdoptOptions = Asked<typeof words, typeof flags, true>;

export const adoptArguments = command({
  name: 'adopt',
  describe: 'Record scripts as applied that were run by hand: all pending ones up to SCRIPT. Runs nothing',
  words,
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 adopt 2020-03-02T09:15:00Z-add-status.js --env production', 'this script and all before it'],
    ['$0 adopt add-status --env staging', 'the same, by its title'],
  ],
  load: () => (require('./run') as typeof import('./run')).adoptCommand,
});
