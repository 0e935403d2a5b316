import type { CommandArguments } from './command';
import { database, type RunScriptOptions, readRunOptions, runFlags, script } from './shared';

export interface StreamOptions extends RunScriptOptions {
  /** Path of the file to read; stdin when absent. */
  input?: string;
  /** `plain` JSON documents, or DynamoDB's `wire` form. */
  form: 'plain' | 'wire';
}

export const streamArguments: CommandArguments<StreamOptions> = {
  name: 'stream',
  describe: 'Run a script over records read from stdin, one JSON document a line',
  words: [database, script],
  flags: {
    ...runFlags,
    dyno: { type: 'boolean', describe: 'The lines are plain JSON instead of DynamoDB’s wire form' },
    input: { type: 'string', describe: 'Read a file, plain or gzipped, instead of stdin' },
  },
  read: (values) => ({
    ...readRunOptions(values),
    input: values.input as string | undefined,
    form: values.dyno === true ? 'plain' : 'wire',
  }),
  load: () => (require('../commands/stream') as typeof import('../commands/stream')).streamCommand,
};
