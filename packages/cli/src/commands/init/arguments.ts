import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { oneOf } from '../../arguments/kinds';

const flags = {
  print: oneOf(['cloudformation', 'terraform'], {
    describe: 'Print the text that makes the table instead of making it',
    group: 'Ledger',
  }),
  ...fleetFlags,
};

export type InitOptions = Asked<[], typeof flags, true>;

export const initArguments = command({
  name: 'init',
  describe: 'Make the ledger’s table, or print the text that makes it',
  words: [],
  flags,
  json: true,
  strict: true,
  examples: [
    ['$0 init --env staging', 'make it'],
    ['$0 init --print terraform', 'for those who make tables with Terraform'],
  ],
  load: () => (require('./run') as typeof import('./run')).initCommand,
});
