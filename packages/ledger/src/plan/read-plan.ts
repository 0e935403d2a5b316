import { readFile } from 'node:fs/promises';
import { MigrateError } from '@dynamodb-migrate/core';
import { isPlan } from './check-plan';
import type { Plan } from './plan';

/** Reads the file of a plan. Throws `NO_PLAN` or `BAD_PLAN`. */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new MigrateError('NO_PLAN', `cannot read the plan ${file}: ${cause.message}`, {
      cause,
      hint: 'Make one with `dynamodb-migrate plan --out plan.json`.',
    });
  });
  const plan = parsed(text);
  if (isPlan(plan)) return plan;
  throw new MigrateError('BAD_PLAN', `${file} is not a plan that this version can read`, {
    hint: 'Make it again with `dynamodb-migrate plan`.',
  });
}

/** The file of a plan, the same plan always as the same bytes. */
export function planText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
