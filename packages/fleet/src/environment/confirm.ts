import { MigrateError } from '@dynamodb-migrate/core';
import type { Environment } from '@dynamodb-migrate/ledger';

/**
 * Asks whether a protected environment may be changed although `why`. Gives what was typed, which must be its name;
 * undefined when nobody is there.
 */
export type Confirm = (question: { environment: string; why: string }) => Promise<string | undefined>;

/** Why a rollback is to be confirmed. */
export const rollsBack = 'what was applied to it would be rolled back';

/** Whether somebody confirms it with the name of the environment. */
export async function isConfirmed(
  { name }: Pick<Environment, 'name'>,
  why: string,
  confirm: Confirm = async () => undefined,
): Promise<boolean> {
  return (await confirm({ environment: name, why }))?.trim() === name;
}

/** Lets a protected environment be changed only by those who confirm it with its name. Throws `NOT_CONFIRMED`. */
export async function checkConfirmed(
  environment: Pick<Environment, 'name' | 'protected'>,
  why: string,
  confirm: Confirm | undefined,
): Promise<void> {
  if (!environment.protected || (await isConfirmed(environment, why, confirm))) return;
  throw new MigrateError('NOT_CONFIRMED', `${environment.name} is protected, and ${why}`, {
    hint: `Type its name when you are asked, or give --confirm ${environment.name}.`,
  });
}
