import type { CommandArguments } from './command';
import { fleetFlags, jsonFlag } from './fleet-flags';
import { usageError } from './usage-error';

export interface NewOptions {
  name: string;
  /** @default as the newest script has it, else legacy */
  kind?: 'ts' | 'legacy';
  /** Name or template of its table. */
  table?: string;
  config?: string;
  json: boolean;
}

export const newArguments: CommandArguments<NewOptions> = {
  name: 'new',
  describe: 'Make a script, named by the date, and a test beside it',
  words: [
    {
      name: 'name',
      describe: 'What the script does: add-auth',
      missing: 'must specify a name for the script, such as add-auth',
      fits: (word) => /^[\p{L}\p{N} _-]+$/u.test(word),
    },
  ],
  flags: {
    ts: { type: 'boolean', describe: 'TypeScript' },
    legacy: { type: 'boolean', describe: 'JavaScript with a callback' },
    // As `local` has it, since flags are told apart before commands are.
    table: {
      type: 'string',
      array: true,
      describe: 'Name of its table, or a template of it',
    },
    config: fleetFlags.config,
    ...jsonFlag,
  },
  strict: true,
  read(values) {
    const { ts, legacy } = values;
    const [table, ...more] = (values.table as string[] | undefined) ?? [];
    if (ts === true && legacy === true) throw usageError('--ts and --legacy exclude each other');
    if (more.length > 0) throw usageError('--table takes one name; add more of them to the script');
    return {
      name: values.name as string,
      kind: ts === true ? 'ts' : legacy === true ? 'legacy' : undefined,
      table,
      config: values.config as string | undefined,
      json: values.json === true,
    };
  },
  load: () => (require('../commands/new') as typeof import('../commands/new')).newCommand,
};
