import type { CommandArguments, Values } from './command';
import { database, type RunOptions, readRunOptions, runFlags, script } from './shared';
import { usageError } from './usage-error';
import { optional, wholeNumber } from './values';

export interface StreamOptions extends RunOptions {
  /** Path of the file to read; stdin when absent. */
  input?: string;
  /** `plain` JSON documents, or DynamoDB's `wire` form. */
  form: 'plain' | 'wire';
  limit?: number;
}

export const streamArguments: CommandArguments<StreamOptions> = {
  name: 'stream',
  describe: 'Run a script over records read from stdin, one JSON document a line',
  words: [database, script],
  flags: {
    ...runFlags,
    dyno: { type: 'boolean', describe: 'The lines are plain JSON instead of DynamoDB’s wire form' },
    input: { type: 'string', describe: 'Read a file, plain or gzipped, instead of stdin' },
    limit: { type: 'string', describe: 'Preview: records at most' },
  },
  read,
  load: () => (require('../commands/stream') as typeof import('../commands/stream')).streamCommand,
};

function read(values: Values): StreamOptions {
  if (values.limit !== undefined && values.preview !== true) {
    throw usageError('--limit of stream goes with --preview', 'What is meant for the script goes behind --.');
  }
  return {
    ...readRunOptions(values),
    input: values.input as string | undefined,
    form: values.dyno === true ? 'plain' : 'wire',
    limit: optional(values, 'limit', (name) => wholeNumber(values, name, 1)),
  };
}
