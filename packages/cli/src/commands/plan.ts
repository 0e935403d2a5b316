import { isSound, type Plan, planPage, planText } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { PlanOptions } from '../arguments/plan';
import { makePlan } from '../deploy/make-plan';
import { showPlan } from '../deploy/show-plan';
import { exitCodes } from '../exit-codes';
import { openFleet } from '../fleet/fleet';
import { checkResultFile, writeResultFile } from '../output/result-file';
import type { Screen } from '../output/screen';
import { takeStdout } from '../preview/json';

interface Planned {
  options: PlanOptions;
  plan: Plan;
}

/** Previews what is pending in an environment. */
export const planCommand: Command<PlanOptions, Planned> = { run: plan, report };

async function plan(options: PlanOptions, screen: Screen): Promise<Planned> {
  const { out, markdown, json } = options;
  const page = markdown === '-' ? undefined : markdown;
  for (const file of [out, page]) if (file !== undefined) await checkResultFile(file);
  const print = json || markdown === '-' ? takeStdout() : undefined;
  const fleet = await openFleet(options, screen);
  const made = await makePlan(fleet, options, screen);
  if (out !== undefined) await writeResultFile(out, planText(made));
  if (page !== undefined) await writeResultFile(page, planPage(made));
  if (markdown === '-') await print!(planPage(made));
  if (json) await print!(`${JSON.stringify(made, null, 2)}\n`);
  return { options, plan: made };
}

function report({ options, plan }: Planned, screen: Screen): number {
  showPlan(screen, plan);
  if (options.out !== undefined) screen.line(`the plan is in ${options.out}`);
  return isSound(plan) ? exitCodes.done : exitCodes.failed;
}
