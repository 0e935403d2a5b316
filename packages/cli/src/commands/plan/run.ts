import { openFleet } from '@dynamodb-migrate/fleet';
import { isSound, type Plan, planPage, planText } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import { showPlan } from '../../output/plan';
import { showProgress } from '../../output/progress';
import { checkResultFile, writeResultFile } from '../../output/result-file';
import type { Context } from '../../process/context';
import { exitCodes, signalExitCode } from '../../process/exit-codes';
import { isSignal } from '../../process/signals';
import type { PlanOptions } from './arguments';

interface Planned {
  options: PlanOptions;
  plan: Plan;
}

/** Previews what is pending in an environment. */
export const planCommand: Command<PlanOptions, Planned> = { run: plan, report };

async function plan(options: PlanOptions, context: Context): Promise<Planned> {
  const { out, markdown, json, env, config, ...asked } = options;
  const { screen, stop, host, takeStdout } = context;
  const page = markdown === '-' ? undefined : markdown;
  for (const file of [out, page]) if (file !== undefined) await checkResultFile(file);
  const print = json || markdown === '-' ? takeStdout() : undefined;
  const fleet = await openFleet({ env, config, log: screen, host });
  const made = await fleet.plan({ ...asked, signal: stop.signal, onProgress: showProgress(screen) });
  if (out !== undefined) await writeResultFile(out, planText(made));
  if (page !== undefined) await writeResultFile(page, planPage(made));
  if (markdown === '-') await print!(planPage(made));
  if (json) await print!(`${JSON.stringify(made, null, 2)}\n`);
  return { options, plan: made };
}

function report({ options, plan }: Planned, { screen, stop }: Context): number {
  showPlan(screen, plan);
  if (options.out !== undefined) screen.info(`the plan is in ${options.out}`);
  const stoppedBy = stop.signal.reason;
  if (isSignal(stoppedBy) && !isSound(plan)) return signalExitCode(stoppedBy);
  return isSound(plan) ? exitCodes.done : exitCodes.failed;
}
