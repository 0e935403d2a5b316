import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connect, Send, SendOptions, Target } from '../send/send';
import { ServiceError } from '../send/service-error';
import type { WireAnswer } from './sdk-client';

/** The bottom of every door: one attempt of each operation through the AWS SDK, loaded at the first one. */
export function createTransport(): Connect {
  return (target) => {
    let send: Send | undefined;
    return (operation, input, options) => {
      send ??= overSdk(target);
      return send(operation, input, options);
    };
  };
}

function overSdk(target: Target): Send {
  const sdk = require('@aws-sdk/client-dynamodb') as typeof import('@aws-sdk/client-dynamodb');
  const { wireClient } = require('./sdk-client') as typeof import('./sdk-client');
  const client = wireClient(target);
  return async (operation, input, options: SendOptions = {}) => {
    const Command = (sdk as any)[`${operation}Command`];
    if (!Command) throw new ServiceError('UnknownOperationException', `${operation} is not a DynamoDB operation`);
    let answer: WireAnswer;
    try {
      answer = (await client.send(new Command(input), { abortSignal: options.signal })) as unknown as WireAnswer;
    } catch (error) {
      const failure = atTheDoor(error);
      if (failure.name.startsWith('ExpiredToken')) failure.retryable = await renewed(client);
      throw failure;
    }
    const { statusCode, headers } = answer.response;
    options.onResponse?.({ statusCode, headers, attempts: 1 });
    return answer.output;
  };
}

function atTheDoor(error: any): ServiceError {
  if (error instanceof ServiceError) {
    if (error.retryable === undefined && (error as any).$metadata?.clockSkewCorrected) error.retryable = true;
    return error;
  }
  if (error.name === 'AbortError') return new ServiceError('AbortError', 'Request aborted by user', { cause: error });
  if (/Credential|Provider/.test(error.name)) {
    return new ServiceError('CredentialsError', error.message, { cause: error });
  }
  return new ServiceError(error.name || 'Error', error.message, { cause: error });
}

// The provider that the credentials came from may have new ones already; the same ones again would expire again.
async function renewed({ config }: DynamoDBClient): Promise<boolean> {
  try {
    const before = await config.credentials();
    const after = await (config.credentials as typeof config.credentials & Renewable)({ forceRefresh: true });
    return before.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
  } catch {
    return false;
  }
}

type Renewable = (options: { forceRefresh: boolean }) => Promise<{ accessKeyId: string; sessionToken?: string }>;
