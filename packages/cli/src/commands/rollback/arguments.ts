import { type Asked, command } from '../../arguments/command';
import { confirmFlags } from '../../arguments/confirm-flags';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, list, text, time, wholeNumber } from '../../arguments/kinds';
import { runWord } from '../../arguments/run-word';
import { connectionFlags, stateFlags, stateSyncFlags } from '../../arguments/script-flags';
import { usageError } from '../../arguments/usage-error';

const { missing, ...run } = runWord;
const words = [run] as const;
const group = 'Rollback';
const applied = 'What apply did';
const shown = 'Values';

const flags = {
  live: flag({ describe: 'Write; without it nothing is written', group, default: false }),
  force: flag({ describe: 'Replace items that others have changed since as well', group, default: false }),
  only: list({ describe: 'Keys of the items to roll back: JSON, or the text of a string key', group, default: [] }),
  'only-overwritten': flag({
    describe: 'Only items of which the run undid what others had written since it read them',
    group,
    default: false,
  }),
  concurrency: wholeNumber({ describe: 'Items in flight at a time', group, least: 1, default: '10' }),
  'max-rcu': wholeNumber({ describe: 'Read units a second at most', group, least: 1 }),
  'max-wcu': wholeNumber({ describe: 'Write units a second at most', group, least: 1 }),
  last: flag({ describe: 'Roll back the script that was applied last', group: applied }),
  to: text({ describe: 'Roll back all scripts that were applied after this one, which stays', group: applied }),
  wait: time({ describe: 'How long to wait while somebody else has the lock, such as 90s', group: applied }),
  ...fleetFlags,
  ...confirmFlags,
  redact: list({
    describe: 'Attributes to mask, such as email or owner.phone',
    group: shown,
    each: (given) => given.split(',').map((path) => path.trim()),
  }),
  'hide-values': flag({ describe: 'Show types and sizes in place of values', group: shown }),
  ...connectionFlags,
  ...stateFlags,
  ...stateSyncFlags,
};

type Given = Asked<typeof words, typeof flags, true>;

/** One run. */
export type RollbackOptions = Omit<Given, 'run' | 'last' | 'to' | 'env'> & {
  run: string;
};

/** Scripts of a fleet instead. */
export type RollbackFleetOptions = ReturnType<typeof readFleet>;

export const rollbackArguments = command({
  name: 'rollback',
  describe: 'Roll back a live run, or what apply did; without --live show what would be rolled back',
  words,
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 rollback last', 'show what would be rolled back of the last run'],
    ['$0 rollback last --live', 'roll it back'],
    ['$0 rollback --last --env staging --live', 'roll back the script that was applied last'],
  ],
  read: (given): RollbackOptions | RollbackFleetOptions =>
    given.last || given.to !== undefined ? readFleet(given) : readRun(given),
  load: () => (require('./run') as typeof import('./run')).rollbackCommand,
});

function readRun({ run, last, to, env, ...options }: Given): RollbackOptions {
  if (run === undefined) throw usageError(`${missing}; or --last or --to for what apply did`);
  if (env !== undefined) throw usageError('--env goes with --last or --to', 'A run knows its environment.');
  return { ...options, run };
}

function readFleet({
  last,
  run,
  only,
  onlyOverwritten,
  endpoint,
  profile,
  expectAccount,
  redact,
  hideValues,
  concurrency,
  maxRcu,
  maxWcu,
  ...options
}: Given) {
  const strays = {
    only: only[0],
    'only-overwritten': onlyOverwritten || undefined,
    endpoint,
    profile,
    'expect-account': expectAccount,
    redact,
    'hide-values': hideValues,
    'max-rcu': maxRcu,
    'max-wcu': maxWcu,
  };
  const [stray] = Object.entries(strays).find(([, value]) => value !== undefined) ?? [];
  const what = run !== undefined ? 'a run' : stray && `--${stray}`;
  if (what) throw usageError(`${what} does not go with --last or --to`);
  if (last && options.to !== undefined) throw usageError('--last and --to exclude each other');
  return { fleet: true as const, ...options };
}
