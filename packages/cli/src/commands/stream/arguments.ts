import { type Asked, command } from '../../arguments/command';
import { flag, text, wholeNumber } from '../../arguments/kinds';
import { checkRun, runWords, scriptFlags } from '../../arguments/script-flags';

const group = 'Records';

const flags = {
  dyno: flag({ describe: 'The lines are plain JSON instead of DynamoDB’s wire form', group }),
  input: text({ describe: 'Read a file, plain or gzipped, instead of stdin', group }),
  limit: wholeNumber({ describe: 'With --preview: records at most', group, least: 1, goesWith: 'preview' }),
  ...scriptFlags,
};

export type StreamOptions = Omit<Asked<typeof runWords, typeof flags, true>, 'dyno'> & {
  /** `plain` JSON documents, or DynamoDB's `wire` form. */
  form: 'plain' | 'wire';
};

export const streamArguments = command({
  name: 'stream',
  describe: 'Run a script over records read from stdin, one JSON document a line',
  words: runWords,
  flags,
  json: true,
  examples: [
    ['$0 stream eu-west-1/experiments add-status.js --input dump.ndjson.gz', 'a dry run over a dump'],
    ['$0 stream eu-west-1/experiments add-status.js --input failed.ndjson --live', 'those that failed, once more'],
    ['$0 stream eu-west-1/experiments add-status.js --dyno < records.ndjson', 'records as plain JSON'],
  ],
  read: ({ dyno, ...asked }): StreamOptions => ({ ...checkRun(asked), form: dyno ? 'plain' : 'wire' }),
  load: () => (require('./run') as typeof import('./run')).streamCommand,
});
