import type { STSClientConfig } from '@aws-sdk/client-sts';
import { clientConfiguration, type Target } from '@dynamodb-migrate/core';
import { environmentProxy } from '../proxy';

/** Who is asking, as AWS sees it. */
export interface Identity {
  /** Account number. */
  account: string;
  arn: string;
}

/** Asks AWS who the credentials of a target belong to (`sts:GetCallerIdentity`, which needs no permission). Rejects as STS does. */
export async function identityAt(target: Target, credentials?: STSClientConfig['credentials']): Promise<Identity> {
  const { GetCallerIdentityCommand, STSClient } =
    require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
  const { endpoint: _, ...shared } = clientConfiguration(target);
  const agent = environmentProxy({ protocol: 'https:', hostname: `sts.${target.region}.amazonaws.com` });
  const client = new STSClient({
    ...(shared as STSClientConfig),
    ...(credentials && { credentials }),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, socketTimeout: 5_000, ...(agent && { httpsAgent: agent }) },
  });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand());
    return { account: Account!, arn: Arn! };
  } finally {
    client.destroy();
  }
}
