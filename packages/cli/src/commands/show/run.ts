import { type ShownRun, showRun } from '@dynamodb-migrate/runner';
import type { Command } from '../../arguments/command';
import { resumeCommand, rollbackLine } from '../../output/command-line';
import { runDocument } from '../../output/run';
import { shownLines } from '../../output/shown-run';
import { exitCodes } from '../../process/exit-codes';
import { redactionOf } from '../redaction-of';
import { stateOf } from '../state-of';
import type { ShowOptions } from './arguments';

interface Told {
  shown: ShownRun;
  options: ShowOptions;
}

/** Tells one run in full. */
export const showCommand: Command<ShowOptions, Told> = {
  async run(options) {
    const { run, state } = options;
    return { shown: await showRun({ run, state: await stateOf({ state }), ...(await redactionOf()) }), options };
  },
  report({ shown: { run, ...rest }, options: { json, state } }, { screen }) {
    const ways = { resume: resumeCommand(run, state), rollback: rest.journal && rollbackLine(run, state) };
    if (json) screen.json({ ...runDocument(run), ...rest, ...ways });
    else screen.data(shownLines({ run, ...rest }, ways));
    return exitCodes.done;
  },
};
