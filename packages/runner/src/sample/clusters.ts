import {
  type Change,
  type ChangeKind,
  createDescribe,
  currentRecord,
  type Item,
  isDeclined,
  isItem,
  itemSize,
  itemWrites,
  keyId,
  keyOf,
  type Layer,
  plainName,
  type Send,
  type Source,
  tablesOf,
  type Wire,
  type Write,
  writesOf,
} from '@dynamodb-migrate/core';

/** What a script did for the records of one segment, or for none of them. */
export interface Cluster {
  records: number;
  /** Of the records. */
  bytes: number;
  /** Items written, each time. */
  writes: number;
  tables: Map<string, Written>;
}

/** Of one table: items by what became of them. */
export type Written = Record<ChangeKind | 'writeUnits', number>;

/** Counts what a sampled preview does by the segment of the record that it is done for. */
export interface Clusters {
  /** Above the preview. */
  layer: Layer;
  /** Counts the records of each segment. */
  source(records: Source): Source;
  /** All that was counted, once the run is over; what `finish` writes is in `beside`. */
  all(changes: Iterable<Change>): { segments: Cluster[]; beside: Cluster };
}

/** Names a table among those of all regions. */
export function clusterTable({ region, table }: { region: string; table: string }): string {
  return `${region}/${plainName(table)}`;
}

/** @param segments those of the sample; the ones that turn out to be empty count as well */
export function createClusters(segments: readonly number[]): Clusters {
  const counted = new Map<number, Cluster>(segments.map((segment) => [segment, emptyCluster()]));
  const beside = emptyCluster();
  const clusterOf = (segment: number | undefined) =>
    (segment === undefined ? undefined : counted.get(segment)) ?? beside;
  const writers = new Map<string, Cluster>();
  const describe = createDescribe();

  async function keyOfPut(next: Send, { table, item }: Write & { kind: 'put' }): Promise<Item | undefined> {
    // A table that cannot be described is the preview's to complain of.
    const info = await describe(next, table).catch(() => undefined);
    return info && keyOf(item, info.keys);
  }

  return {
    layer: (next, target) => async (operation, input, options) => {
      if (!itemWrites.has(operation)) return next(operation, input, options);
      const cluster = clusterOf(currentRecord()?.page.segment);
      const writes = writesOf(operation, input);
      for (const write of writes) await claim(write);
      const silent = input.ReturnConsumedCapacity === undefined || input.ReturnConsumedCapacity === 'NONE';
      const asking = silent ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input;
      const output = await next(operation, asking, options).catch((error) => {
        if (isDeclined(error)) add(tablesOf(input)[0]!, 1);
        throw error;
      });
      cluster.writes += writes.length;
      const { ConsumedCapacity, ...rest } = output;
      for (const { TableName, CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat() as Wire[]) {
        add(TableName, CapacityUnits);
      }
      return silent ? rest : output;

      function add(table: string, units: number): void {
        writtenOf(cluster, clusterTable({ region: target.region, table })).writeUnits += units;
      }

      async function claim(write: Write): Promise<void> {
        const key = write.kind === 'put' ? await keyOfPut(next, write) : write.key;
        const id = key && itemId({ region: target.region, table: write.table, key });
        if (id !== undefined && !writers.has(id)) writers.set(id, cluster);
      }
    },

    source: (records) => ({
      ...records,
      async *[Symbol.asyncIterator]() {
        for await (const page of records) {
          const cluster = clusterOf(page.segment);
          cluster.records += page.records.length;
          for (const record of page.records) cluster.bytes += isItem(record) ? itemSize(record as Item) : 0;
          yield page;
        }
      },
    }),

    all(changes) {
      for (const change of changes) {
        // Others are of a preview on top of which this one is.
        const cluster = writers.get(itemId(change));
        if (cluster) writtenOf(cluster, clusterTable(change))[change.kind]++;
      }
      return { segments: [...counted.values()], beside };
    },
  };
}

function emptyCluster(): Cluster {
  return { records: 0, bytes: 0, writes: 0, tables: new Map() };
}

function writtenOf({ tables }: Cluster, table: string): Written {
  const written = tables.get(table) ?? { added: 0, changed: 0, removed: 0, unchanged: 0, writeUnits: 0 };
  tables.set(table, written);
  return written;
}

function itemId({ region, table, key }: Pick<Change, 'region' | 'table' | 'key'>): string {
  return `${clusterTable({ region, table })} ${keyId(key)}`;
}
