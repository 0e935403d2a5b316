import { openFleet } from '@dynamodb-migrate/fleet';
import { iamPolicy, type Policy } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import { exitCodes } from '../../process/exit-codes';
import type { IamPolicyOptions } from './arguments';

/** Gives the least policy for the tables that the configuration and the scripts name. */
export const iamPolicyCommand: Command<IamPolicyOptions, Policy> = {
  async run({ command, account, ...place }, { screen, host }) {
    const { config, environment, scripts } = await openFleet({ ...place, log: screen, host });
    for (const { file, error, tables } of scripts) {
      if (error) screen.warn(`${file} cannot be loaded, so its tables are not covered: ${error.message}`);
      else if (tables.length === 0) screen.warn(`${file} names no table, so it is not covered`);
    }
    return iamPolicy({ command, config, environment, tables: scripts.flatMap(({ tables }) => tables), account });
  },
  report(document, { screen }) {
    screen.json(document);
    return exitCodes.done;
  },
};
