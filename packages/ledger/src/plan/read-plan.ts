import { readFile, writeFile } from 'node:fs/promises';
import { MigrateError } from '@dynamodb-migrate/core';
import type { Plan } from './plan';

/** Reads the file of a plan. Throws `NO_PLAN` or `BAD_PLAN`. */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new MigrateError('NO_PLAN', `cannot read the plan ${file}: ${cause.message}`, {
      cause,
      hint: 'Make one with `dynamodb-migrate plan --out plan.json`.',
    });
  });
  try {
    return checked(JSON.parse(text));
  } catch (cause) {
    throw new MigrateError('BAD_PLAN', `${file} is not a plan that this version can read`, {
      cause,
      hint: 'Make it again with `dynamodb-migrate plan`.',
    });
  }
}

/** Writes a plan, the same plan always as the same bytes. */
export async function writePlan(file: string, plan: Plan): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`);
}

function checked(plan: Plan): Plan {
  const { version, environment, ledger, tables, scripts, waiting, problems, warnings } = plan;
  const lists = [tables, scripts, waiting, problems, warnings].every(Array.isArray);
  const names = typeof environment === 'string' && typeof ledger?.position === 'string';
  if (version !== 1 || !lists || !names) throw new Error('something is missing');
  const whole = scripts.every(({ script, sha256, tables: own, errors, counts }) =>
    [typeof script === 'string', typeof sha256 === 'string', Array.isArray(own), Array.isArray(errors), counts].every(
      Boolean,
    ),
  );
  if (!whole) throw new Error('a script lacks something');
  return plan;
}
