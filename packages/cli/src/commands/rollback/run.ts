import { type FleetRolledBack, openFleet, rollBack } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { reportFleetRollback } from '../../output/fleet-rollback';
import { counted } from '../../output/format';
import { confirmWith } from '../../process/confirm';
import type { Context } from '../../process/context';
import { printRunOf } from '../print-run-of';
import { stateOf } from '../state-of';
import type { RollbackFleetOptions, RollbackOptions } from './arguments';
import { type RunRolledBack, reportRollback } from './report';

type Options = RollbackOptions | RollbackFleetOptions;
type Told = RunRolledBack | FleetRolledBack;

/** Rolls back one run, or scripts of a fleet; or shows what would be rolled back. */
export const rollbackCommand: Command<Options, Told> = {
  run: (options, context) => ('fleet' in options ? rollBackScripts(options, context) : rollBackRun(options, context)),
  report: (told, context) =>
    'rolledBack' in told ? reportRollback(told, context.screen) : reportFleetRollback(told, context.screen),
};

async function rollBackRun(options: RollbackOptions, { screen, stop, heedSignals, terminal }: Context): Promise<Told> {
  const { json, ...asked } = options;
  const { config } = asked;
  const state = await stateOf({ state: asked.state, config });
  const unheed = heedSignals();
  const onProgress = screen.isTerminal
    ? ({ items, conflicts }: { items: number; conflicts: number }) =>
        screen.status(`${counted(items, 'item')} · ${counted(conflicts, 'conflict')}`)
    : undefined;
  try {
    const confirm = confirmWith(asked.confirm, terminal);
    const rolledBack = await rollBack({ ...asked, confirm, state, signal: stop.signal, log: screen, onProgress });
    return { rolledBack, options };
  } finally {
    screen.clear();
    unheed();
  }
}

async function rollBackScripts(options: RollbackFleetOptions, context: Context): Promise<FleetRolledBack> {
  const { env, config, state, json, fleet: _, ...asked } = options;
  const { screen: log, stop, host, heedSignals, takeStdout, terminal } = context;
  const print = json ? takeStdout() : undefined;
  const fleet = await openFleet({ env, config, state, log, onRun: printRunOf(context), host });
  const unheed = heedSignals();
  try {
    const told = await fleet.rollBack({ ...asked, confirm: confirmWith(asked.confirm, terminal), signal: stop.signal });
    await print?.(`${JSON.stringify(told, null, 2)}\n`);
    return told;
  } finally {
    unheed();
  }
}
