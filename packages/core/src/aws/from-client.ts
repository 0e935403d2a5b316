import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MigrateError } from '../error';
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
      const command = new Command(toSdk(input));
      if (options.permit) asked(command, options.permit);
      const { $metadata, ...output } = await client.send(command, { abortSignal: options.signal });
      options.onResponse?.({ statusCode: $metadata?.httpStatusCode ?? 200, headers: {}, attempts: 1 });
      return toWire(output);
    } catch (error) {
      throw error instanceof MigrateError || error instanceof ServiceError ? error : serviceError(error);
    }
  };
}

/** Has a permit asked for each attempt that the client makes, behind its retries and its signing. */
function asked(command: { middlewareStack: any }, permit: () => void): void {
  permit();
  const ask = (next: (args: unknown) => unknown) => (args: unknown) => {
    permit();
    return next(args);
  };
  command.middlewareStack.add(ask, { step: 'finalizeRequest', priority: 'low', name: 'permit' });
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

const dropped = 'A client of the AWS SDK drops an attribute named __proto__, so it was not sent';

/** `{ B: '<base64>' }` as bytes, anywhere in an input. */
function toSdk(value: any): any {
  if (Array.isArray(value)) return value.map(toSdk);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'B' && typeof value.B === 'string') return { B: Buffer.from(value.B, 'base64') };
  if (
    keys.length === 1 &&
    keys[0] === 'BS' &&
    Array.isArray(value.BS) &&
    value.BS.every((b: unknown) => typeof b === 'string')
  ) {
    return { BS: value.BS.map((b: string) => Buffer.from(b, 'base64')) };
  }
  if (Object.hasOwn(value, '__proto__')) throw new ServiceError('ValidationException', dropped);
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
