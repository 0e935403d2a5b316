import type { CommandArguments } from './command';

export type DemoOptions = Record<string, never>;

export const demoArguments: CommandArguments<DemoOptions> = {
  name: 'demo',
  describe: 'Show a dry run and a live run on an embedded DynamoDB',
  words: [],
  flags: {},
  read: () => ({}),
  load: () => (require('../commands/demo') as typeof import('../commands/demo')).demoCommand,
};
