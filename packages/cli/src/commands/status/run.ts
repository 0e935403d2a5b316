import { statuses } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import type { StatusOptions } from './arguments';
import { reportStatus, type Statuses } from './report';

/** Holds the folder of scripts against the ledger, for one environment or all. */
export const statusCommand: Command<StatusOptions, Statuses> = {
  async run(options, { screen, host }) {
    const { env, config, all } = options;
    return { options, environments: await statuses({ env, config, all, log: screen, host }) };
  },
  report: reportStatus,
};
