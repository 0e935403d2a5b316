import type { Command } from '../arguments/command';
import type { RollbackFleetOptions, RollbackOptions } from '../arguments/rollback';
import { reportFleetRollback } from '../deploy/report-fleet-rollback';
import { type FleetRolledBack, rollBackFleet } from '../deploy/roll-back-fleet';
import { takeStdout } from '../preview/json';
import { maskOf } from '../preview/masking';
import type { RolledBack } from '../undo/roll-back-run';
import { rollbackCommand } from './rollback';

type Options = RollbackOptions | RollbackFleetOptions;

/** Takes back one run, or scripts of a fleet. */
export const rollbackAnyCommand: Command<Options, RolledBack | FleetRolledBack> = {
  async run(options, screen) {
    if (!('fleet' in options)) return rollbackCommand.run({ ...options, mask: maskOf(options) }, screen);
    const print = options.json ? takeStdout() : undefined;
    const told = await rollBackFleet(options, screen);
    await print?.(`${JSON.stringify(told, null, 2)}\n`);
    return told;
  },
  report: (told, screen) =>
    'scripts' in told ? reportFleetRollback(told, screen) : rollbackCommand.report(told, screen),
};
