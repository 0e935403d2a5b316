import { type Applied, type AppliedScript, openFleet } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { count, counted } from '../../output/format';
import { showProgress } from '../../output/progress';
import { usageLine } from '../../output/usage';
import { confirmAt } from '../../process/confirm';
import type { Context } from '../../process/context';
import { exitCodes, signalExitCode } from '../../process/exit-codes';
import { isSignal } from '../../process/signals';
import { printRunOf } from '../print-run-of';
import type { ApplyOptions } from './arguments';

/** Runs what is pending in an environment. */
export const applyCommand: Command<ApplyOptions, Applied> = { run: apply, report };

async function apply(options: ApplyOptions, context: Context): Promise<Applied> {
  const { env, config, state, json, ...asked } = options;
  const { screen, stop, host, takeStdout, terminal } = context;
  const print = json ? takeStdout() : undefined;
  const fleet = await openFleet({ env, config, state, log: screen, onRun: printRunOf(context), host });
  const applied = await fleet.apply({
    ...asked,
    signal: stop.signal,
    onProgress: showProgress(screen),
    confirm: (question) => confirmAt(terminal())(question),
  });
  await print?.(`${JSON.stringify(applied, null, 2)}\n`);
  return applied;
}

function report({ environment, scripts, left, waiting, stoppedBy }: Applied, { screen }: Context): number {
  for (const { script, line } of waiting) screen.info(`${script} names no table yet; add: ${line}`);
  const done = scripts.filter(({ state }) => state === 'succeeded');
  for (const { script, counts, planned, used } of done) {
    const kinds = ['added', 'changed', 'removed', 'unchanged'].map((kind) => `${count(counts[kind] ?? 0)} ${kind}`);
    screen.info(`${script} is applied: ${kinds.join(', ')}`);
    tellUsage({ planned, used });
  }
  const stopped = scripts.find(({ state }) => state !== 'succeeded');
  if (!stopped && stoppedBy === undefined) {
    screen.info(
      done.length === 0
        ? `${environment}: nothing to apply`
        : `${environment}: ${counted(done.length, 'script')} applied`,
    );
    return exitCodes.done;
  }
  if (stopped) {
    screen.info(`${stopped.script} ${stopped.state}: ${stopped.error}`);
    tellUsage(stopped);
  } else screen.info(`stopped by ${stoppedBy}`);
  if (left.length > 0) screen.info(`not begun: ${left.join(', ')}`);
  if (stopped?.advice) screen.info(stopped.advice);
  const by = stopped?.stoppedBy ?? stoppedBy;
  if (isSignal(by)) return signalExitCode(by);
  return scripts.some(({ runs }) => runs.length > 0) ? exitCodes.failed : exitCodes.cannotStart;

  function tellUsage(usage: Pick<AppliedScript, 'planned' | 'used'>): void {
    const line = usageLine(usage);
    if (line !== undefined) screen.info(`  ${line}`);
  }
}
