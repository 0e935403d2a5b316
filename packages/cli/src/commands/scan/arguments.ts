import type { Item } from '@dynamodb-migrate/core';
import { type Asked, command } from '../../arguments/command';
import { flag, json, text, wholeNumber } from '../../arguments/kinds';
import { checkRun, runWords, scriptFlags } from '../../arguments/script-flags';
import { usageError } from '../../arguments/usage-error';

const group = 'Records';

const scanFlags = {
  segments: wholeNumber({
    describe: 'Parts of the table read at the same time, or auto',
    group,
    least: 1,
    most: 1_000_000,
    or: 'auto',
    default: '1',
  }),
  limit: wholeNumber({ describe: 'Records at most', group, least: 1 }),
  'page-size': wholeNumber({ describe: 'Records that DynamoDB reads at a time; 1 MB at most', group, least: 1 }),
  'start-key': json<Item>({ describe: 'Key (JSON in wire form) behind which to begin', group }),
  filter: text({ describe: 'FilterExpression, applied by DynamoDB', group }),
  values: json<Item>({ describe: 'ExpressionAttributeValues of the filter, as JSON in wire form', group }),
  names: json<{ [name: string]: string }>({ describe: 'ExpressionAttributeNames, as JSON', group }),
  index: text({ describe: 'Scan an index instead of the table', group }),
  consistent: flag({ describe: 'Read consistently', group, default: false }),
  projection: text({ describe: 'ProjectionExpression: read only these attributes', group }),
};

const flags = {
  ...scanFlags,
  ...scriptFlags,
  resume: text({ describe: 'Go on with a run that was stopped: its id, or last', group: 'Run', goesWith: 'live' }),
  'force-resume': flag({ describe: 'Go on although the script has changed since', group: 'Run', default: false }),
  guard: flag({
    describe: 'Overwrite nothing that others changed since it was read: run the script on such a record again',
    group: 'Live runs',
    goesWith: 'live',
  }),
  'skip-unchanged': flag({
    describe: 'Leave out puts of whole records that are as the scan brought them, and count them',
    group: 'Run',
  }),
  dyno: flag({ describe: 'No effect on scan; for stream: the lines are plain JSON', group: 'Run' }),
};

export type ScanOptions = Omit<Asked<typeof runWords, typeof flags, true>, 'dyno'>;

export const scanArguments = command({
  name: 'scan',
  describe: 'Run a script over every record of a table',
  words: runWords,
  flags,
  json: true,
  examples: [
    ['$0 scan eu-west-1/experiments add-status.js', 'a dry run: nothing is written'],
    ['$0 scan eu-west-1/experiments add-status.js --preview', 'what a live run would change'],
    ['$0 scan eu-west-1/experiments add-status.js --live --max-wcu 100', 'write, at 100 units a second at most'],
  ],
  read({ dyno, ...asked }): ScanOptions {
    const options = checkRun(asked);
    if (options.startKey && options.segments !== 1) throw usageError('--start-key goes with one segment only');
    return options;
  },
  load: () => (require('./run') as typeof import('./run')).scanCommand,
});
