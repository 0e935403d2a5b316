import { equalItems, type Item, keyId } from '@dynamodb-migrate/expressions';
import { plainName } from '../tables/table-name';
import type { Image } from './entry';

/** One text for each item, however its table and key are spelled. */
export function itemId({ region, endpoint }: { region: string; endpoint?: string }, table: string, key: Item): string {
  return [region, endpoint, plainName(table), keyId(key)].join(' ');
}

/** Whether two images are the same to DynamoDB. */
export function sameImage(a: Image, b: Image): boolean {
  return equalItems(a ?? undefined, b ?? undefined);
}
