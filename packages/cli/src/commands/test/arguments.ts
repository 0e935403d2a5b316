import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { isScript } from '../../arguments/is-script';
import { flag, text, time, wholeNumber } from '../../arguments/kinds';
import { usageError } from '../../arguments/usage-error';

const words = [
  { name: 'script', describe: 'Its file name, path or title; else all with a fixture', fits: isScript },
] as const;

const { config } = fleetFlags;
const group = 'Test';

const flags = {
  sample: wholeNumber({
    describe: 'Take this many records of the environment’s table, redacted, in place of the fixture',
    group,
    least: 1,
  }),
  update: flag({
    describe: 'Keep what comes out as what is expected, and a sample as the fixture',
    group,
    default: false,
  }),
  timeout: time({ describe: 'How long a run may go without progress, such as 5m', group, default: '60s' }),
  env: text({ describe: 'Environment that the script finds itself in; else one called test', group: config.group }),
  config,
};

export type TestOptions = Asked<typeof words, typeof flags, true>;

export const testArguments = command({
  name: 'test',
  describe: 'Try scripts on an embedded DynamoDB, with the records of the fixtures beside them',
  words,
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 test', 'every script that has a fixture'],
    ['$0 test add-auth --update', 'keep what comes out'],
    ['$0 test add-auth --sample 20 --env staging', 'on 20 records of the real table'],
  ],
  read(options) {
    if (options.sample !== undefined && options.script === undefined) throw usageError('--sample needs a script');
    return { ...options, timeout: options.timeout || 60_000 };
  },
  load: () => (require('./run') as typeof import('./run')).testCommand,
});
