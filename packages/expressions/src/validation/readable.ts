import type { Input } from '../input';
import { Refusal } from '../refusal';
import { acceptValue } from './value';

/**
 * Carries out an operation. What makes its input no request comes before all else that DynamoDB would refuse it for: that is
 * looked for only where it is refused.
 */
export function readable<T>(input: Input, operate: () => T): T {
  try {
    return operate();
  } catch (error) {
    throw error instanceof Refusal && error.name !== 'SerializationException' ? (unreadableIn(input) ?? error) : error;
  }
}

function unreadableIn(input: Input): Refusal | undefined {
  for (const value of valuesIn(input)) {
    try {
      acceptValue(value);
    } catch (error) {
      if (error instanceof Refusal && error.name === 'SerializationException') return error;
    }
  }
  return undefined;
}

function* valuesIn(input: Input): Generator<unknown> {
  for (const parameter of ['Item', 'Key', 'ExpressionAttributeValues']) yield* membersOf(input[parameter]);
  for (const parameter of ['AttributeUpdates', 'Expected']) {
    for (const { Value } of membersOf(input[parameter])) if (Value !== undefined) yield Value;
  }
  for (const parameter of ['Expected', 'QueryFilter', 'ScanFilter', 'KeyConditions']) {
    for (const { AttributeValueList } of membersOf(input[parameter])) yield* AttributeValueList ?? [];
  }
}

function membersOf(map: Input | undefined): any[] {
  return Object.values(map ?? {});
}
