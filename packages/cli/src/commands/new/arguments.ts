import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, list } from '../../arguments/kinds';
import { usageError } from '../../arguments/usage-error';

const words = [
  {
    name: 'name',
    describe: 'What the script does: add-auth',
    missing: 'must specify a name for the script, such as add-auth',
    fits: (word: string) => /^[\p{L}\p{N} _-]+$/u.test(word),
  },
] as const;

const group = 'Script';

const flags = {
  ts: flag({ describe: 'TypeScript', group }),
  legacy: flag({ describe: 'JavaScript with a callback', group }),
  // A list, as `local` has it, since flags are told apart before commands are.
  table: list({ describe: 'Name of its table, or a template of it', group, default: [] }),
  config: fleetFlags.config,
};

export type NewOptions = Omit<Asked<typeof words, typeof flags, true>, 'ts' | 'legacy' | 'table'> & {
  /** @default as the newest script has it, else legacy */
  kind?: 'ts' | 'legacy';
  /** Name or template of its table. */
  table?: string;
};

export const newArguments = command({
  name: 'new',
  describe: 'Make a script, named by the date, and a test beside it',
  words,
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 new add-auth', 'of the kind of the newest script'],
    ['$0 new add-auth --ts --table experiments', 'in TypeScript, for a table'],
  ],
  read({ ts, legacy, table: [table, ...more], ...options }): NewOptions {
    if (ts && legacy) throw usageError('--ts and --legacy exclude each other');
    if (more.length > 0) throw usageError('--table takes one name; add more of them to the script');
    return { ...options, kind: ts ? 'ts' : legacy ? 'legacy' : undefined, table };
  },
  load: () => (require('./run') as typeof import('./run')).newCommand,
});
