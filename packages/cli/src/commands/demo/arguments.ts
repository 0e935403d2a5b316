import { command } from '../../arguments/command';

export type DemoOptions = object;

export const demoArguments = command({
  name: 'demo',
  describe: 'Show a dry run and a live run on an embedded DynamoDB',
  words: [],
  flags: {},
  strict: true,
  examples: [['$0 demo', 'needs no AWS account, and leaves nothing behind']],
  load: () => (require('./run') as typeof import('./run')).demoCommand,
});
