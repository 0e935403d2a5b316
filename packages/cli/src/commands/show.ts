import { runs } from '@dynamodb-migrate/core';
import type { Command } from '../arguments/command';
import type { ShowOptions } from '../arguments/show';
import { exitCodes } from '../exit-codes';
import { printData, printJson } from '../output/data';
import { inspectedLines } from '../output/inspected';
import { runDocument } from '../output/run';
import { openState, within } from '../state-folder';
import { type Inspected, inspect } from '../undo/inspect';

/** Tells one run in full. */
export const showCommand: Command<ShowOptions, { inspected: Inspected; json: boolean }> = {
  async run(options) {
    const state = await openState(options);
    await state.pullRuns();
    const id = await within(state, (base) => runs.resolveRun(base, options.run));
    await state.pullRun(id);
    const inspected = await inspect(state.base, id, options.state);
    return { inspected: { ...inspected, folder: state.nameOf(inspected.folder) }, json: options.json };
  },
  report({ inspected: { run, ...rest }, json }) {
    if (json) printJson({ ...runDocument(run), ...rest });
    else printData(inspectedLines({ run, ...rest }).join('\n'));
    return exitCodes.done;
  },
};
