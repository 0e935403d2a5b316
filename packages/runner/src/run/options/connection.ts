import type { fromClient } from '@dynamodb-migrate/core';
import { address, type Kinds, oneOf, text } from './kinds';

/** Where the table is, and as whom it is reached. */
export interface ConnectionOptions {
  /** An address such as `http://localhost:8000`, in place of the region's own. */
  endpoint?: string;
  /** Profile of the shared AWS configuration. */
  profile?: string;
  /** The number of the AWS account that is to be reached; another one is refused. @default any */
  expectAccount?: string;
  /** A client of the caller's own, through which everything goes; its credentials and retries count. */
  client?: Parameters<typeof fromClient>[0];
  /** `sdk`: everything through the AWS SDK's client. @default 'thin' */
  transport?: 'thin' | 'sdk';
}

export const connectionKinds: Kinds<ConnectionOptions> = {
  endpoint: address,
  profile: text,
  expectAccount: ['an account number of 12 digits', (value) => typeof value === 'string' && /^\d{12}$/.test(value)],
  client: ['a DynamoDBClient', (value) => typeof value?.send === 'function'],
  transport: oneOf('thin', 'sdk'),
};
