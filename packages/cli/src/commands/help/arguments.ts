import { type Asked, command } from '../../arguments/command';

const words = [
  {
    name: 'method',
    describe: 'The method to tell of; all of them without it',
    fits: (word: string) => /^[a-z-]+$/.test(word),
  },
] as const;

export type HelpOptions = Asked<typeof words, Record<never, never>, false>;

export const helpArguments = command({
  name: 'help',
  describe: 'Show the flags of a method, and examples',
  words,
  flags: {},
  strict: true,
  examples: [['$0 help scan', 'the same as $0 scan --help']],
  load: () => (require('./run') as typeof import('./run')).helpCommand,
});
