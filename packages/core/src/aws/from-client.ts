import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Send, SendOptions, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';

/**
 * A door over an SDK client of the caller's own, with its handlers, middleware and retries. Binaries and dates are
 * respelled, since such a client speaks in bytes and `Date`s.
 */
export function fromClient(client: Pick<DynamoDBClient, 'send'>): Send {
  return async (operation, input, options: SendOptions = {}) => {
    const sdk: any = require('@aws-sdk/client-dynamodb');
    const Command = sdk[`${operation}Command`];
    if (!Command) throw new ServiceError('UnknownOperationException', `${operation} is not a DynamoDB operation`);
    try {
      const { $metadata, ...output } = await client.send(new Command(toSdk(input)), { abortSignal: options.signal });
      options.onResponse?.({ statusCode: $metadata?.httpStatusCode ?? 200, headers: {}, attempts: 1 });
      return toWire(output);
    } catch (error) {
      throw serviceError(error);
    }
  };
}

function serviceError(error: any): ServiceError {
  const { name, message, $metadata = {}, $fault, $response, ...rest } = error;
  return new ServiceError(name, message, {
    statusCode: $metadata.httpStatusCode,
    requestId: $metadata.requestId,
    body: toWire(rest),
    cause: error,
  });
}

/** `{ B: '<base64>' }` as bytes, anywhere in an input. */
function toSdk(value: any): any {
  if (Array.isArray(value)) return value.map(toSdk);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'B' && typeof value.B === 'string') return { B: Buffer.from(value.B, 'base64') };
  if (keys.length === 1 && keys[0] === 'BS' && value.BS.every((b: unknown) => typeof b === 'string')) {
    return { BS: value.BS.map((b: string) => Buffer.from(b, 'base64')) };
  }
  return Object.fromEntries(keys.map((key) => [key, toSdk(value[key])]));
}

function toWire(value: any): Wire {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64') as unknown as Wire;
  if (value instanceof Date) return (value.getTime() / 1000) as unknown as Wire;
  if (Array.isArray(value)) return value.map(toWire) as unknown as Wire;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, toWire(inner)]));
}
