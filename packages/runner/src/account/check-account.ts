import { MigrateError, profileEndpoint, type Target } from '@dynamodb-migrate/core';
import type { ConnectionOptions } from '../run/options/connection';
import { type Identity, identityAt } from './identity';

export interface CheckAccount extends Pick<ConnectionOptions, 'client' | 'expectAccount'> {
  target: Target;
  /** Asks who is asking although nobody expects an account, where the table is on AWS. @default false */
  tell?: boolean;
}

/**
 * Who is asking; undefined where nobody wants to know, or it cannot be told. Throws `OTHER_ACCOUNT` for one that is not expected,
 * and `UNKNOWN_ACCOUNT` where one is expected and it cannot be told.
 */
export async function checkAccount({
  target,
  client,
  expectAccount,
  tell,
}: CheckAccount): Promise<Identity | undefined> {
  if (expectAccount === undefined && !(tell && (await isOnAws(target)))) return undefined;
  let identity: Identity;
  try {
    identity = await identityAt(
      target,
      (client as { config?: { credentials?: any } } | undefined)?.config?.credentials,
    );
  } catch (cause) {
    if (expectAccount === undefined) return undefined;
    throw new MigrateError(
      'UNKNOWN_ACCOUNT',
      `account ${expectAccount} is expected, and AWS did not say whose credentials these are: ${(cause as Error).message}`,
      { cause, hint: 'Nothing was done. Check the credentials, and that STS can be reached.' },
    );
  }
  if (expectAccount !== undefined && identity.account !== expectAccount) {
    throw new MigrateError(
      'OTHER_ACCOUNT',
      `these are credentials of account ${identity.account} (${identity.arn}), and account ${expectAccount} is expected`,
      { hint: 'Nothing was done. Take another profile, or expect another account.' },
    );
  }
  return identity;
}

/** Whether a table is AWS's own, as far as can be told without asking; with an address for STS it is taken to be. */
async function isOnAws({ region, endpoint, profile }: Target): Promise<boolean> {
  const { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  if (AWS_ENDPOINT_URL_STS) return true;
  if (region === 'local' || endpoint || AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL) return false;
  const chosen = profile ?? (process.env.AWS_PROFILE || 'default');
  return (await profileEndpoint(chosen, 'dynamodb').catch(() => undefined)) === undefined;
}
