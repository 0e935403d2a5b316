import type { Mask } from '@dynamodb-migrate/core';
import type { CommandArguments } from './command';
import { maskFlags, readMask } from './mask';
import { runWord } from './run-word';
import { connectionFlags, stateFlags } from './shared';
import { address, wholeNumber } from './values';

export interface RollbackOptions {
  /** Id of the run, the beginning of it, or `last`: the last one that is no rollback itself. */
  run: string;
  /** Without it nothing is written. */
  live: boolean;
  /** Replaces items that others have changed since. */
  force: boolean;
  /** Keys of the items to take back; all when empty. */
  only: string[];
  concurrency: number;
  endpoint?: string;
  profile?: string;
  /** Folder of the runs. */
  state?: string;
  json: boolean;
  mask?: Mask;
}

export const rollbackArguments: CommandArguments<RollbackOptions> = {
  name: 'rollback',
  describe: 'Take back what a live run did; without --live show what would be taken back',
  words: [runWord],
  flags: {
    live: { type: 'boolean', describe: 'Write; without it nothing is written' },
    force: { type: 'boolean', describe: 'Replace items that others have changed since as well' },
    only: {
      type: 'string',
      array: true,
      describe: 'Keys of the items to take back: JSON, or the text of a string key',
    },
    concurrency: { type: 'string', default: '10', describe: 'Items in flight at a time' },
    json: { type: 'boolean', describe: 'Print the result as JSON on stdout' },
    ...maskFlags,
    ...connectionFlags,
    ...stateFlags,
  },
  read: (values) => ({
    run: values.run as string,
    live: values.live === true,
    force: values.force === true,
    only: (values.only as string[] | undefined) ?? [],
    concurrency: values.concurrency === undefined ? 10 : wholeNumber(values, 'concurrency', 1),
    endpoint: address(values, 'endpoint'),
    profile: values.profile as string | undefined,
    state: values.state as string | undefined,
    json: values.json === true,
    mask: readMask(values),
  }),
  load: () => (require('../commands/rollback') as typeof import('../commands/rollback')).rollbackCommand,
};
