import type { Item } from '@dynamodb-migrate/core';
import { type Kinds, object, text, whole, yesOrNo } from './kinds';

/** Which records of the table. */
export interface ScanOptions {
  /** Parts that are read at the same time, or `auto`: by the table's size. @default 1 */
  segments?: number | 'auto';
  /** Records at most. */
  limit?: number;
  /** Records that DynamoDB reads at a time; a page has 1 MB at most, however many they are. */
  pageSize?: number;
  /** The key, in wire form, behind which to begin. */
  startKey?: Item;
  /** FilterExpression. */
  filter?: string;
  /** ExpressionAttributeValues, in wire form. */
  values?: Item;
  /** ExpressionAttributeNames. */
  names?: { [name: string]: string };
  /** Scan an index instead of the table. */
  index?: string;
  /** @default false */
  consistent?: boolean;
  /** ProjectionExpression; the key comes along. */
  projection?: string;
}

export const scanKinds: Kinds<ScanOptions> = {
  segments: ["a whole number of at least 1, or 'auto'", (value) => value === 'auto' || whole(1)[1](value)],
  limit: whole(1),
  pageSize: whole(1),
  startKey: object,
  filter: text,
  values: object,
  names: object,
  index: text,
  consistent: yesOrNo,
  projection: text,
};
