import * as sdk from '@aws-sdk/client-dynamodb';
import { MigrateError } from '../error';
import type { Send, SendOptions } from '../send/send';
import { ServiceError } from '../send/service-error';
import { type Clock, setClock } from './clock';
import { decode } from './decode';
import type { WireAnswer } from './sdk-client';

/** One attempt of an operation through an SDK client whose inputs and outputs stay as they travel. */
export function sdkPath(client: sdk.DynamoDBClient): Send {
  const clock = client.config as unknown as Clock;
  return async (operation, input, options: SendOptions = {}) => {
    const Command = (sdk as any)[`${operation}Command`];
    if (!Command) throw new ServiceError('UnknownOperationException', `${operation} is not a DynamoDB operation`);
    let answer: WireAnswer;
    const ahead = clock.systemClockOffset;
    try {
      const given = { abortSignal: options.signal, permit: options.permit };
      answer = (await client.send(new Command(input), given)) as unknown as WireAnswer;
    } catch (error) {
      const refusal = atTheDoor(error);
      if (refusal instanceof ServiceError) setClock(clock, refusal, ahead);
      throw refusal;
    }
    const { statusCode, headers } = answer.response;
    const output = decode(answer.response, options);
    options.onResponse?.({ statusCode, headers, attempts: 1 });
    return output;
  };
}

/** What the SDK, or one of its credential providers, throws, as a `ServiceError`. */
export function atTheDoor(error: any): ServiceError | MigrateError {
  if (error instanceof ServiceError || error instanceof MigrateError) return error;
  if (error.name === 'AbortError') return new ServiceError('AbortError', 'Request aborted by user', { cause: error });
  const name = /Credential|Provider/.test(error.name) ? 'CredentialsError' : error.name || 'Error';
  return new ServiceError(name, error.message, { cause: error });
}
