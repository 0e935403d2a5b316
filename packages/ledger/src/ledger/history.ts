import type { Item } from '@dynamodb-migrate/core';
import { fromAttributes, toAttributes } from './attributes';
import type { LedgerEvent } from './event';
import { readHead, type Shelf } from './head';

const prefix = 'event#';

export function eventKey(environment: string, sequence: number): Item {
  return { environment: { S: environment }, entry: { S: `${prefix}${String(sequence).padStart(12, '0')}` } };
}

export function eventItem(event: LedgerEvent): Item {
  return { ...toAttributes(event), ...eventKey(event.environment, event.sequence) };
}

export function eventFrom(item: Item): LedgerEvent {
  const { entry: _key, ...event } = fromAttributes(item);
  return event as LedgerEvent;
}

/** The events of an environment, oldest first, and its head. */
export async function readHistory(shelf: Shelf, environment: string) {
  const head = await readHead(shelf, environment);
  const events: LedgerEvent[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await shelf.send('Query', {
      TableName: shelf.table,
      ConsistentRead: true,
      KeyConditionExpression: '#environment = :environment AND begins_with(#entry, :prefix)',
      ExpressionAttributeNames: { '#environment': 'environment', '#entry': 'entry' },
      ExpressionAttributeValues: { ':environment': { S: environment }, ':prefix': { S: prefix } },
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    events.push(...page.Items.map(eventFrom));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  // The writer of the last event may not have come to file it yet.
  if (head.last && (events.at(-1)?.sequence ?? 0) < head.sequence) events.push(head.last);
  return { head, events };
}
