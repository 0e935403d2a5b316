import { type Asked, command } from '../../arguments/command';
import { runWord } from '../../arguments/run-word';
import { stateFlags } from '../../arguments/script-flags';

const words = [runWord] as const;

export type ShowOptions = Asked<typeof words, typeof stateFlags, true>;

export const showArguments = command({
  name: 'show',
  describe: 'Tell one run in full',
  words,
  flags: stateFlags,
  json: true,
  strict: true,
  examples: [
    ['$0 show last', 'the newest one'],
    ['$0 show 2026-11-23T10-00-00Z-add-status-x7k2 --json', 'one of the list that runs prints, for programs'],
  ],
  load: () => (require('./run') as typeof import('./run')).showCommand,
});
