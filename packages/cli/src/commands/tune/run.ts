import { tune } from '@dynamodb-migrate/runner';
import type { Command } from '../../arguments/command';
import { exitCodes } from '../../process/exit-codes';
import { stateOf } from '../state-of';
import type { TuneOptions } from './arguments';

/** Changes the limits of a run that is at work, or pauses it. */
export const tuneCommand: Command<TuneOptions, string> = {
  run: async ({ state, ...asked }) => tune({ ...asked, state: await stateOf({ state }) }),
  report(id, { screen }) {
    screen.info(`asked run ${id}; look at its own output for the change`);
    return exitCodes.done;
  },
};
