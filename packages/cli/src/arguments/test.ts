import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { usageError } from './usage-error';
import { milliseconds, optional, wholeNumber } from './values';

export interface TestOptions extends FleetArguments {
  /** File name, path or title of a script; all that have fixtures when absent. */
  script?: string;
  /** Records to take from the environment's tables in place of fixtures. */
  sample?: number;
  /** Write what comes out as what is expected, and a sample as the fixture. */
  update: boolean;
  /** Milliseconds that a run may go without progress. */
  timeout: number;
  json: boolean;
}

export const testArguments: CommandArguments<TestOptions> = {
  name: 'test',
  describe: 'Try scripts on an embedded DynamoDB, with the records of the fixtures beside them',
  words: [
    {
      name: 'script',
      describe: 'Its file name, path or title; else all with a fixture',
      fits: (word) => /\.[cm]?[jt]s$/.test(word),
    },
  ],
  flags: {
    env: { type: 'string', describe: 'Environment that the script finds itself in; else one called test' },
    config: fleetFlags.config,
    sample: {
      type: 'string',
      describe: 'Take this many records of the environment’s table, redacted, in place of the fixture',
    },
    update: { type: 'boolean', describe: 'Keep what comes out as what is expected, and a sample as the fixture' },
    timeout: { type: 'string', default: '60s', describe: 'How long a run may go without progress, such as 5m' },
    ...jsonFlag,
  },
  strict: true,
  read(values) {
    const script = values.script as string | undefined;
    const sample = optional(values, 'sample', (name) => wholeNumber(values, name, 1));
    if (sample !== undefined && script === undefined) throw usageError('--sample needs a script');
    return {
      ...readFleetArguments(values),
      script,
      sample,
      update: values.update === true,
      timeout: optional(values, 'timeout', (name) => milliseconds(values, name)) || 60_000,
      json: values.json === true,
    };
  },
  load: () => (require('../commands/test') as typeof import('../commands/test')).testCommand,
};
