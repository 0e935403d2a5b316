import type { Send, Wire } from '../send/send';

export type KeyType = 'S' | 'N' | 'B';

export interface IndexInfo {
  name: string;
  /** Attribute names, hash first. */
  keys: readonly string[];
  global: boolean;
  projection: { type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; attributes: readonly string[] };
}

/** What DescribeTable says of a table. Counts and sizes are DynamoDB's, some six hours old at worst. */
export interface TableInfo {
  /** The plain name, also when the table was asked for by its ARN. */
  name: string;
  status: string;
  /** Attribute names of the key, hash first. */
  keys: readonly string[];
  keyTypes: { readonly [attribute: string]: KeyType };
  indexes: readonly IndexInfo[];
  arn?: string;
  id?: string;
  /** ISO date. */
  createdAt?: string;
  itemCount?: number;
  sizeBytes?: number;
  billing: 'provisioned' | 'on-demand';
  stream?: { arn?: string; view?: string };
  /** All of it, in wire form. */
  description: Wire;
}

/** Describes the table at a door; rejects as DescribeTable does. */
export type Describe = (send: Send, table: string) => Promise<TableInfo>;

/** A describe that asks once for each door and table; a failure is not remembered. */
export function createDescribe(): Describe {
  const doors = new WeakMap<Send, Map<string, Promise<TableInfo>>>();
  return (send, table) => {
    const tables = doors.get(send) ?? new Map<string, Promise<TableInfo>>();
    doors.set(send, tables);
    let info = tables.get(table);
    if (!info) {
      info = describeTable(send, table);
      tables.set(table, info);
      info.catch(() => tables.delete(table));
    }
    return info;
  };
}

async function describeTable(send: Send, table: string): Promise<TableInfo> {
  const { Table } = await send('DescribeTable', { TableName: table });
  return tableInfo(Table);
}

/** Reads the `Table` of a DescribeTable answer. */
export function tableInfo(table: Wire): TableInfo {
  const types = (table.AttributeDefinitions ?? []).map((a: Wire) => [a.AttributeName, a.AttributeType]);
  return {
    name: table.TableName,
    status: table.TableStatus,
    keys: keyNames(table.KeySchema),
    keyTypes: Object.fromEntries(types),
    indexes: [
      ...(table.GlobalSecondaryIndexes ?? []).map((index: Wire) => indexInfo(index, true)),
      ...(table.LocalSecondaryIndexes ?? []).map((index: Wire) => indexInfo(index, false)),
    ],
    arn: table.TableArn,
    id: table.TableId,
    createdAt: table.CreationDateTime && new Date(table.CreationDateTime * 1000).toISOString(),
    itemCount: table.ItemCount,
    sizeBytes: table.TableSizeBytes,
    billing: table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST' ? 'on-demand' : 'provisioned',
    stream: table.StreamSpecification?.StreamEnabled
      ? { arn: table.LatestStreamArn, view: table.StreamSpecification.StreamViewType }
      : undefined,
    description: table,
  };
}

function indexInfo(index: Wire, global: boolean): IndexInfo {
  return {
    name: index.IndexName,
    keys: keyNames(index.KeySchema),
    global,
    projection: { type: index.Projection?.ProjectionType, attributes: index.Projection?.NonKeyAttributes ?? [] },
  };
}

function keyNames(schema: Wire[]): string[] {
  return schema
    .toSorted((a, b) => Number(a.KeyType === 'RANGE') - Number(b.KeyType === 'RANGE'))
    .map(({ AttributeName }) => AttributeName);
}
