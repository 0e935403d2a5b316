/** What DynamoDB answers, which an async function hands on without meaning anything by it. */
const answered = new Set([
  'Attributes',
  'ConsumedCapacity',
  'Count',
  'Item',
  'ItemCollectionMetrics',
  'Items',
  'LastEvaluatedKey',
  'Responses',
  'ScannedCount',
  'UnprocessedItems',
  'UnprocessedKeys',
]);

/**
 * Whether a value that a script returns looks like data that it expects to be written: an object of plain values, such as
 * a record. Requests, timers, queues and answers of services are returned by habit.
 */
export function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  if ('$response' in value || '$metadata' in value) return false;
  const names = Object.keys(value);
  if (names.every((name) => answered.has(name))) return false;
  return names.every((name) => typeof (value as { [name: string]: unknown })[name] !== 'function');
}
