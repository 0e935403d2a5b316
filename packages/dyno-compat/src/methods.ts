import { promisify } from 'node:util';
import { completeRequestSet } from './batch/complete-request-set';
import { requestSet } from './batch/request-set';
import { splitKeys, splitWrites } from './batch/split';
import { type CostLogger, logCost } from './cost';
import { paginated } from './pages';
import { type Callback, DynoRequest } from './request/request';
import type { Service } from './request/service';
import type { Operation } from './request/shapes';
import { type PutStreamOptions, putStream } from './streams/put-stream';
import { type ReadStreamOptions, readStream } from './streams/read-stream';
import { callBack, createAndWait, deleteAndWait } from './table';

const withoutTable = new Set<Operation>(['batchGetItem', 'batchWriteItem', 'listTables']);
const withoutCost = new Set<Operation>(['listTables', 'describeTable', 'createTable', 'deleteTable']);

/** Makes unsent requests for a service. */
export type MakeRequest = (operation: Operation, params: any) => DynoRequest;

/** Requests work on the service's table unless they name another, and tell the logger what they consumed. */
export function requestMaker(service: Service, costLogger: CostLogger | undefined): MakeRequest {
  const { TableName } = service.config.params;
  return (operation, given) => {
    const logged = costLogger && !withoutCost.has(operation);
    const params = typeof given === 'object' ? { ...given } : {};
    if (logged) params.ReturnConsumedCapacity = 'INDEXES';
    if (!withoutTable.has(operation)) params.TableName ??= TableName;
    const request = new DynoRequest(service, operation, params);
    if (logged) logCost(request, costLogger);
    return request;
  };
}

export function readMethods(make: MakeRequest) {
  const batchGet = (params: object) => make('batchGetItem', params);
  const getRequests = (params: object) => splitKeys(params).map(batchGet);
  return {
    ...withAsync({
      getItem: method(make, 'getItem'),
      batchGetItem: method(make, 'batchGetItem'),
      query: paginated((params) => make('query', params)),
      scan: paginated((params) => make('scan', params)),
    }),
    queryStream: (params?: object, options?: ReadStreamOptions) =>
      readStream((page) => make('query', page), params, options),
    scanStream: (params?: object, options?: ReadStreamOptions) =>
      readStream((page) => make('scan', page), params, options),
    batchGetItemRequests: (params: object) => requestSet(getRequests(params), batchGet),
    batchGetAll: (params: object, maxRetries?: number) =>
      completeRequestSet(getRequests(params), batchGet, maxRetries || 10),
  };
}

export function writeMethods(make: MakeRequest, { config, hooks }: Service) {
  const { TableName } = config.params;
  const follow = (stream: object) => hooks.onUnsent?.(stream, 'BatchWriteItem', TableName);
  const batchWrite = (params: object) => make('batchWriteItem', params);
  const writeRequests = (params: object) => splitWrites(params).map(batchWrite);
  return {
    ...withAsync({
      putItem: method(make, 'putItem'),
      updateItem: method(make, 'updateItem'),
      deleteItem: method(make, 'deleteItem'),
      batchWriteItem: method(make, 'batchWriteItem'),
    }),
    putStream: (options?: PutStreamOptions) => putStream(batchWrite, TableName, options, follow),
    batchWriteItemRequests: (params: object) => requestSet(writeRequests(params), batchWrite),
    batchWriteAll: (params: object, maxRetries?: number) =>
      completeRequestSet(writeRequests(params), batchWrite, maxRetries || 10),
  };
}

export function tableMethods(make: MakeRequest) {
  const client = {
    describeTable: (params: object) => make('describeTable', params),
    createTable: (params: object) => make('createTable', params),
    deleteTable: (params: object) => make('deleteTable', params),
  };
  return withAsync({
    listTables: method(make, 'listTables'),
    describeTable: method(make, 'describeTable'),
    createTable: (...args: unknown[]) => {
      const { params, callback = rethrow } = parse(args);
      callBack(createAndWait(client, params), callback, (data) => [null, data]);
    },
    deleteTable: (...args: unknown[]) => {
      const { params, callback = rethrow } = parse(args);
      callBack(deleteAndWait(client, params), callback, () => []);
    },
  });
}

/** Each method, and under its name with `Async` the same as a promise. */
export function withAsync<T extends { [name: string]: (...args: any[]) => unknown }>(methods: T): T {
  const twins = Object.entries(methods).map(([name, of]) => [`${name}Async`, promisify(of)]);
  return { ...methods, ...Object.fromEntries(twins) };
}

/** An operation as a method: with a callback it starts at once. */
export function method(make: MakeRequest, operation: Operation) {
  return (...args: unknown[]): DynoRequest => {
    const { params, callback } = parse(args);
    const request = make(operation, params);
    if (!callback) return request.handOut();
    request.send(callback);
    return request;
  };
}

/** Parameters and callback; the callback is found wherever it stands, as in calls written for dyno 0.x. */
export function parse(args: unknown[]): { params: any; callback?: Callback } {
  const callback = args.find((arg) => typeof arg === 'function') as Callback | undefined;
  const [given] = args;
  if (typeof given === 'object' && given !== null) return { params: given, ...(callback && { callback }) };
  // v2 took a text for an object of its characters: parameters that nobody knows.
  const params = typeof given === 'string' ? { ...Array.from(given) } : {};
  return { params, ...(callback && { callback }) };
}

/** The callback of those who pass none: errors are not lost. */
export function rethrow(error: unknown): void {
  if (error) throw error;
}
