import type { CommandArguments, Values } from './command';
import { usageError } from './usage-error';
import { wholeNumber } from './values';

export interface LocalOptions {
  port: number;
  /** Folder that keeps the tables; in memory when absent. */
  data?: string;
  /** Files of records. */
  seed: string[];
  /** Table specifications: `NAME:key[:S|N|B][,range[:type]]`. */
  tables: string[];
}

export const localArguments: CommandArguments<LocalOptions> = {
  name: 'local',
  describe: 'Start an embedded DynamoDB to try scripts on',
  words: [],
  flags: {
    port: { type: 'string', default: '4567', describe: 'Port to listen on; 0 for a free one' },
    data: { type: 'string', describe: 'Folder to keep the tables in; in memory without it' },
    seed: {
      type: 'string',

      array: true,
      describe: 'Records to begin with: JSON lines, plain or wire form',
    },
    table: { type: 'string', array: true, describe: 'Table to make: NAME:key[:S|N|B][,range[:type]]' },
  },
  strict: true,
  read: (values) => ({
    port: port(values),
    data: values.data as string | undefined,
    seed: (values.seed as string[] | undefined) ?? [],
    tables: (values.table as string[] | undefined) ?? [],
  }),
  load: () => (require('../commands/local') as typeof import('../commands/local')).localCommand,
};

function port(values: Values): number {
  const number = values.port === undefined ? 4567 : wholeNumber(values, 'port', 0);
  if (number > 65_535) throw usageError(`--port must be 65535 at most, not ${number}`);
  return number;
}
