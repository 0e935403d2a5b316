import { method, requestMaker } from './methods';
import type { DynoRequest } from './request/request';
import type { Service } from './request/service';
import { inputs, type Operation } from './request/shapes';
import { createSet } from './values/set';

type Call = (params?: any, callback?: any) => DynoRequest;

/** v2's low-level client: the operations in wire form, binaries as buffers. */
export type LowLevelClient = Service & { [operation in Operation]: Call };

/** v2's DocumentClient. */
export interface DocumentClient extends Record<keyof typeof documented, Call> {
  service: LowLevelClient;
  createSet: typeof createSet;
}

/** The clients of the AWS SDK v2 that a dyno client was made of, which some scripts reach for. */
export interface SdkClients {
  _client: LowLevelClient;
  _docClient: DocumentClient;
  _tableFreeClient: LowLevelClient;
  _tableFreeDocClient: DocumentClient;
}

const documented = {
  get: 'getItem',
  put: 'putItem',
  update: 'updateItem',
  delete: 'deleteItem',
  query: 'query',
  scan: 'scan',
  batchGet: 'batchGetItem',
  batchWrite: 'batchWriteItem',
} as const satisfies { [name: string]: Operation };

export function sdkClients(service: Service): SdkClients {
  const free: Service = { ...service, config: { ...service.config, params: {} as Service['config']['params'] } };
  const _client = lowLevel(service);
  const _tableFreeClient = lowLevel(free);
  return {
    _client,
    _docClient: documents(service, _client),
    _tableFreeClient,
    _tableFreeDocClient: documents(free, _tableFreeClient),
  };
}

function lowLevel(service: Service): LowLevelClient {
  const make = requestMaker({ ...service, wire: true }, undefined);
  const operations = Object.keys(inputs) as Operation[];
  const methods = Object.fromEntries(operations.map((name) => [name, method(make, name)]));
  return Object.assign(service, methods as { [operation in Operation]: Call });
}

function documents(service: Service, client: LowLevelClient): DocumentClient {
  const make = requestMaker(service, undefined);
  const methods = Object.entries(documented).map(([name, operation]) => [name, method(make, operation)]);
  return { ...Object.fromEntries(methods), service: client, createSet };
}
