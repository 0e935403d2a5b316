import { command } from '../../arguments/command';
import { list, text, wholeNumber } from '../../arguments/kinds';
import type { OptionsOf } from '../../arguments/options';

const group = 'Engine';

const flags = {
  port: wholeNumber({
    describe: 'Port to listen on; 0 for a free one',
    group,
    least: 0,
    most: 65_535,
    default: '4567',
  }),
  data: text({ describe: 'Folder to keep the tables in; in memory without it', group }),
  seed: list({ describe: 'Records to begin with: JSON lines, plain or wire form', group, default: [] }),
  table: list({ describe: 'Table to make: NAME:key[:S|N|B][,range[:type]]', group, default: [] }),
};

export type LocalOptions = Omit<OptionsOf<typeof flags>, 'table'> & {
  /** Table specifications. */
  tables: string[];
};

export const localArguments = command({
  name: 'local',
  describe: 'Start an embedded DynamoDB to try scripts on',
  words: [],
  flags,
  strict: true,
  examples: [
    ['$0 local --table experiments:id --seed experiments.ndjson', 'a table with records in it'],
    ['$0 local --table events:user,time:N --data ./tables', 'a table with a sort key, kept in a folder'],
  ],
  read: ({ table, ...options }): LocalOptions => ({ ...options, tables: table }),
  load: () => (require('./run') as typeof import('./run')).localCommand,
});
