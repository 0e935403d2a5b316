import { createInterface } from 'node:readline/promises';
import { MigrateError } from '@dynamodb-migrate/core';
import { approvalOf, type LedgerState, type Plan } from '@dynamodb-migrate/ledger';
import type { Fleet } from '../fleet/fleet';

/** A terminal with somebody at it. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/**
 * Lets only those change a protected environment who bring an approved plan, or who type its name on a terminal. Throws
 * `NOT_APPROVED`.
 */
export async function checkPermission(
  { environment }: Pick<Fleet, 'environment'>,
  plan: Plan | undefined,
  { approvals }: Pick<LedgerState, 'approvals'>,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (!environment.protected || (plan && approvalOf(plan, approvals))) return;
  const why = plan ? 'nobody has approved this plan' : 'it takes an approved plan';
  const refused = new MigrateError('NOT_APPROVED', `${environment.name} is protected, and ${why}`, {
    hint: plan
      ? 'Approve it: dynamodb-migrate approve plan.json --by NAME'
      : 'Make one with `dynamodb-migrate plan --out plan.json`, approve it, and give it as --plan plan.json.',
  });
  if (!input.isTTY || !output.isTTY) throw refused;
  const terminal = createInterface({ input, output });
  const typed = await terminal.question(`${environment.name} is protected, and ${why}. Type its name to go on: `);
  terminal.close();
  if (typed.trim() !== environment.name) throw refused;
}
