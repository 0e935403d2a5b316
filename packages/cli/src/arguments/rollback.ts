import type { CommandArguments, Values } from './command';
import { type FleetArguments, fleetFlags, readFleetArguments } from './fleet-flags';
import { maskFlags, readMask } from './mask';
import { runWord } from './run-word';
import { connectionFlags, stateFlags, stateSyncFlags } from './shared';
import { usageError } from './usage-error';
import { address, milliseconds, oneOf, optional, wholeNumber } from './values';

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
  stateSync?: 'strict';
  json: boolean;
  /** Attribute paths. */
  redact?: string[];
  hideValues?: boolean;
  /** Path of the configuration, which says where the ledger is that tells of the run. */
  config?: string;
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
}

/** Scripts of a fleet instead of one run. */
export interface RollbackFleetOptions extends FleetArguments {
  fleet: true;
  /** The last script that stays; only the last one that was begun is taken back when absent. */
  to?: string;
  live: boolean;
  force: boolean;
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
  state?: string;
  stateSync?: 'strict';
  json: boolean;
}

export const rollbackArguments: CommandArguments<RollbackOptions | RollbackFleetOptions> = {
  name: 'rollback',
  describe: 'Take back a live run, or what apply did; without --live show what would be taken back',
  strict: true,
  words: [{ ...runWord, missing: undefined }],
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
    last: { type: 'boolean', describe: 'Take back the script that was applied last' },
    to: { type: 'string', describe: 'Take back all scripts that were applied after this one, which stays' },
    wait: { type: 'string', describe: 'How long to wait while somebody else has the lock, such as 90s' },
    ...fleetFlags,
    ...maskFlags,
    ...connectionFlags,
    ...stateFlags,
    ...stateSyncFlags,
  },
  read: (values) => (values.last === true || values.to !== undefined ? readFleet(values) : readRun(values)),
  load: () => (require('../commands/rollback') as typeof import('../commands/rollback')).rollbackCommand,
};

function readRun(values: Values): RollbackOptions {
  if (values.run === undefined) throw usageError(`${runWord.missing}; or --last or --to for what apply did`);
  if (values.env !== undefined) throw usageError('--env goes with --last or --to', 'A run knows its environment.');
  return {
    run: values.run as string,
    live: values.live === true,
    force: values.force === true,
    only: (values.only as string[] | undefined) ?? [],
    concurrency: values.concurrency === undefined ? 10 : wholeNumber(values, 'concurrency', 1),
    endpoint: address(values, 'endpoint'),
    profile: values.profile as string | undefined,
    state: values.state as string | undefined,
    stateSync: optional(values, 'state-sync', (name) => oneOf(values, name, ['strict'])),
    json: values.json === true,
    ...readMask(values),
    config: values.config as string | undefined,
    wait: optional(values, 'wait', (name) => milliseconds(values, name)),
  };
}

function readFleet(values: Values): RollbackFleetOptions {
  const stray = ['run', 'only', 'endpoint', 'profile', 'redact', 'hide-values'].find(
    (name) => values[name] !== undefined,
  );
  if (stray !== undefined)
    throw usageError(`${stray === 'run' ? 'a run' : `--${stray}`} does not go with --last or --to`);
  if (values.last === true && values.to !== undefined) throw usageError('--last and --to exclude each other');
  return {
    fleet: true,
    ...readFleetArguments(values),
    to: values.to as string | undefined,
    live: values.live === true,
    force: values.force === true,
    wait: optional(values, 'wait', (name) => milliseconds(values, name)),
    state: values.state as string | undefined,
    stateSync: optional(values, 'state-sync', (name) => oneOf(values, name, ['strict'])),
    json: values.json === true,
  };
}
