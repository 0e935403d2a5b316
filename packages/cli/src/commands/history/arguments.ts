import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { isScript } from '../../arguments/is-script';

const words = [{ name: 'script', describe: 'Only this script: its file name, path or title', fits: isScript }] as const;

export type HistoryOptions = Asked<typeof words, typeof fleetFlags, true>;

export const historyArguments = command({
  name: 'history',
  describe: 'Tell what was done to an environment, oldest first',
  words,
  flags: fleetFlags,
  json: true,
  strict: true,
  examples: [
    ['$0 history --env production', 'everything'],
    ['$0 history add-auth --env production --json', 'what was done with one script, for programs'],
  ],
  load: () => (require('./run') as typeof import('./run')).historyCommand,
});
