import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { oneOf, optional } from './values';

export interface InitOptions extends FleetArguments {
  /** Print infrastructure code instead of making the table. */
  print?: 'cloudformation' | 'terraform';
  json: boolean;
}

export const initArguments: CommandArguments<InitOptions> = {
  name: 'init',
  describe: 'Make the ledger’s table, or print the text that makes it',
  words: [],
  flags: {
    ...fleetFlags,
    print: { type: 'string', describe: 'cloudformation or terraform: print that instead of making the table' },
    ...jsonFlag,
  },
  strict: true,
  read: (values) => ({
    ...readFleetArguments(values),
    print: optional(values, 'print', (name) => oneOf(values, name, ['cloudformation', 'terraform'])),
    json: values.json === true,
  }),
  load: () => (require('../commands/init') as typeof import('../commands/init')).initCommand,
};
