import type { CompleteRequestSet } from './batch/complete-request-set';
import type { RequestSet } from './batch/request-set';
import type { DynoConfig } from './options';
import type { Callback, DynoRequest } from './request/request';
import type { SdkClients } from './sdk-clients';
import type { PutStream, PutStreamOptions } from './streams/put-stream';
import type { ReadStream, ReadStreamOptions } from './streams/read-stream';

type Params = { [parameter: string]: any };
type Record = { [attribute: string]: any };

/** With a callback the operation starts at once; without one it waits for `send` or `promise` of the request. */
interface Method<Data> {
  (callback?: Callback<Data>): DynoRequest<Data>;
  (params: Params, callback?: Callback<Data>): DynoRequest<Data>;
}

interface PagedMethod {
  /** Reads `Pages` pages (Infinity for all) into one answer. */
  (params: Params & { Pages: number }, callback: Callback<Page>): ReadStream;
  (callback?: Callback<Page>): DynoRequest<Page>;
  (params?: Params | null, callback?: Callback<Page>): DynoRequest<Page>;
}

type Async<Data> = (params?: Params) => Promise<Data>;

interface Page {
  Items: Record[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Record;
  ConsumedCapacity?: Params;
}
interface Got extends Params {
  Item?: Record;
}
interface Written extends Params {
  Attributes?: Record;
}
interface BatchGot extends Params {
  Responses: { [table: string]: Record[] };
  UnprocessedKeys: { [table: string]: { Keys: Record[] } };
}
interface BatchWritten extends Params {
  UnprocessedItems: { [table: string]: Params[] };
}

export interface ReadMethods {
  getItem: Method<Got>;
  batchGetItem: Method<BatchGot>;
  query: PagedMethod;
  scan: PagedMethod;
  getItemAsync: Async<Got>;
  batchGetItemAsync: Async<BatchGot>;
  queryAsync: Async<Page>;
  scanAsync: Async<Page>;
  queryStream(params?: Params, options?: ReadStreamOptions): ReadStream;
  scanStream(params?: Params, options?: ReadStreamOptions): ReadStream;
  /** Requests of at most 100 keys each. */
  batchGetItemRequests(params: Params): RequestSet;
  /** As `batchGetItemRequests`, sent again until every key is processed. @param maxRetries 10 unless given */
  batchGetAll(params: Params, maxRetries?: number): CompleteRequestSet;
}

export interface WriteMethods {
  putItem: Method<Written>;
  updateItem: Method<Written>;
  deleteItem: Method<Written>;
  batchWriteItem: Method<BatchWritten>;
  putItemAsync: Async<Written>;
  updateItemAsync: Async<Written>;
  deleteItemAsync: Async<Written>;
  batchWriteItemAsync: Async<BatchWritten>;
  putStream(options?: PutStreamOptions): PutStream;
  /** Requests of at most 25 writes and 16 MB each. */
  batchWriteItemRequests(params: Params): RequestSet;
  /** As `batchWriteItemRequests`, sent again until every write is processed. @param maxRetries 10 unless given */
  batchWriteAll(params: Params, maxRetries?: number): CompleteRequestSet;
}

export interface TableMethods {
  listTables: Method<Params>;
  describeTable: Method<Params>;
  listTablesAsync: Async<Params>;
  describeTableAsync: Async<Params>;
  /** Calls back once the table is active; a table that is there already is taken as it is. */
  createTable(definition: Params, callback?: (error: any, data?: { TableDefinition: any }) => void): void;
  createTableAsync(definition: Params): Promise<{ TableDefinition: any }>;
  /** Calls back once the table is gone. */
  deleteTable(params: Params, callback?: (error?: any) => void): void;
  deleteTable(callback?: (error?: any) => void): void;
  deleteTableAsync(params?: Params): Promise<void>;
}

/** A client for one table. Its methods may be called without it. */
export interface DynoClient extends ReadMethods, WriteMethods, TableMethods, SdkClients {
  config: DynoConfig;
  defaultTable: undefined;
}

/** A client that reads from one table and writes to another. */
export interface MultiDynoClient extends Omit<DynoClient, 'config'> {
  config: { read: DynoConfig; write: DynoConfig };
  read: DynoClient;
  write: DynoClient;
}
