import type { LedgerEvent } from '../ledger/event';
import { positionBefore } from './approval';
import type { Plan, PlannedTable } from './plan';
import { planHash } from './plan-hash';

/** What a plan is held against before it is applied. */
export interface Present {
  environment: string;
  /** The whole history of the environment. */
  events: readonly LedgerEvent[];
  /** Scripts of the folder with their hashes, in order. */
  scripts: readonly { script: string; sha256: string; tables: readonly string[] }[];
  /** Those of them that are still to be applied and have a table. */
  pending: readonly string[];
  /** The plan's tables as they are now; undefined for one that is gone. */
  tables: readonly (PlannedTable | undefined)[];
}

/** Sentences that say what is no longer as it was when the plan was made; none when all is. */
export function planDifferences(plan: Plan, present: Present): string[] {
  if (plan.environment !== present.environment) {
    return [`the plan is for ${plan.environment}, not for ${present.environment}`];
  }
  const moved = positionBefore(plan, present.events) !== plan.ledger.position;
  return [
    ...(moved ? [`the ledger of ${plan.environment} has moved on since: ${lastOf(plan, present.events)}`] : []),
    ...plan.scripts.flatMap((planned) => scriptDifferences(planned, present)),
    ...unplanned(plan, present).map((script) => `${script} is pending and not in the plan`),
    ...plan.tables.flatMap((planned, index) => tableDifferences(planned, present.tables[index])),
  ];
}

function scriptDifferences({ script, sha256, tables }: Plan['scripts'][number], { scripts }: Present): string[] {
  const now = scripts.find((one) => one.script === script);
  if (!now) return [`${script} is gone`];
  if (now.sha256 !== sha256) return [`${script} was changed after the plan was made`];
  if (JSON.stringify(now.tables) !== JSON.stringify(tables)) {
    return [`${script} runs over ${now.tables.join(', ') || 'no table'} now, over ${tables.join(', ')} in the plan`];
  }
  return [];
}

function unplanned({ scripts }: Plan, { pending }: Present): string[] {
  return pending.filter((script) => !scripts.some((planned) => planned.script === script));
}

function tableDifferences(planned: PlannedTable, now: PlannedTable | undefined): string[] {
  if (!now) return [`the table ${planned.name} is gone`];
  const { id, createdAt } = planned.identity;
  const same = id ? id === now.identity.id : createdAt === now.identity.createdAt;
  if (!same) return [`the table ${planned.name} has been made anew`];
  const [then, keys] = [planned, now].map((table) => table.keys.map(({ name, type }) => `${name}:${type}`).join(','));
  return then === keys ? [] : [`the key of the table ${planned.name} was ${then} and is ${keys} now`];
}

function lastOf(plan: Plan, events: readonly LedgerEvent[]): string {
  const hash = planHash(plan);
  const last = events.findLast(({ script, plan: followed }) => script !== undefined && followed !== hash);
  if (!last) return 'events are missing';
  return `${last.kind}${last.script ? ` ${last.script}` : ''} by ${last.by.user} at ${last.at}`;
}
