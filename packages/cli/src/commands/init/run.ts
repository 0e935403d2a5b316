import { type Initialised, init } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { exitCodes } from '../../process/exit-codes';
import type { InitOptions } from './arguments';

/** Makes the ledger's table, or gives the text that makes it. */
export const initCommand: Command<InitOptions, { initialised: Initialised; json: boolean }> = {
  run: async ({ json, ...asked }, { screen }) => ({ json, initialised: await init({ ...asked, log: screen }) }),
  report({ initialised, json }, { screen }) {
    if ('text' in initialised) {
      screen.data(initialised.text.trimEnd().split('\n'));
      return exitCodes.done;
    }
    const { table, region, created } = initialised;
    if (json) screen.json({ table, region, created });
    else screen.info(created ? `made the ledger ${region}/${table}` : `the ledger ${region}/${table} is there already`);
    return exitCodes.done;
  },
};
