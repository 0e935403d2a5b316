import { Refusal } from '@dynamodb-migrate/expressions';
import { ServiceError } from '../send/service-error';

/** What is computed here as DynamoDB computes it is refused as DynamoDB refuses it: with a `ServiceError`. */
export function asRefused<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw serviceError(error);
  }
}

export function serviceError({ name, message, item }: Refusal): ServiceError {
  return new ServiceError(name, message, { statusCode: 400, body: { message, ...(item && { Item: item }) } });
}
