import type { Item, Wire } from '@dynamodb-migrate/core';
import { toNative } from '../values/to-native';
import { withBuffers } from '../values/wire-buffers';
import type { Operation } from './shapes';

type Reader = (value: any) => unknown;

const items: Reader = (list: Item[]) => list.map(toNative);
const metrics: Reader = (value) =>
  value.ItemCollectionKey ? { ...value, ItemCollectionKey: toNative(value.ItemCollectionKey) } : value;

const readers: { [member: string]: Reader } = {
  Item: toNative,
  Attributes: toNative,
  LastEvaluatedKey: toNative,
  Items: items,
  Responses: (tables) => mapValues(tables, items),
  UnprocessedKeys: (tables) => mapValues(tables, (request) => ({ ...request, Keys: items(request.Keys) })),
  UnprocessedItems: (tables) => mapValues(tables, (requests) => requests.map(writeRequest)),
  ItemCollectionMetrics: (value) =>
    Object.values(value).some((list) => Array.isArray(list) && typeof list[0] === 'object')
      ? mapValues(value, (list) => list.map(metrics))
      : metrics(value),
  Table: withDates,
  TableDescription: withDates,
};

const defaults: { [operation in Operation]?: Wire } = {
  batchGetItem: { UnprocessedKeys: {} },
  batchWriteItem: { UnprocessedItems: {} },
};

/** What an operation answered, in native form or, `inWire`, with buffers alone made native. */
export function readOutput(operation: Operation, output: Wire, inWire = false): { [member: string]: any } {
  const data: { [member: string]: any } = { ...defaults[operation] };
  for (const member in output) {
    const reader = inWire && !member.startsWith('Table') ? withBuffers : readers[member];
    data[member] = reader ? reader(output[member]) : output[member];
  }
  return data;
}

function writeRequest(request: Wire): Wire {
  if (request.PutRequest) return { PutRequest: { Item: toNative(request.PutRequest.Item) } };
  return { DeleteRequest: { Key: toNative(request.DeleteRequest.Key) } };
}

function withDates(value: any): any {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name.endsWith('DateTime') && typeof member === 'number' ? new Date(member * 1000) : withDates(member),
    ]),
  );
}

function mapValues(source: { [name: string]: any }, read: Reader): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, read(value)]));
}
