import type { Connect } from '@dynamodb-migrate/core';
import type { DynoClient, MultiDynoClient } from './client';
import { readMethods, requestMaker, tableMethods, writeMethods } from './methods';
import { multi } from './multi';
import { configOf, type DynoOptions } from './options';
import { createService, type Service } from './request/service';
import { type SdkClients, sdkClients } from './sdk-clients';
import { deserialize, serialize } from './values/serialize';
import { createSet } from './values/set';
import type { DynoHooks } from './values/writer';

/** What `require('dyno')` gives: makes clients, with or without `new`. */
export interface Dyno {
  (options: DynoOptions): DynoClient;
  new (options: DynoOptions): DynoClient;
  /** A client that reads from one table and writes to another. */
  multi(readOptions: DynoOptions, writeOptions: DynoOptions): MultiDynoClient;
  createSet: typeof createSet;
  serialize: typeof serialize;
  deserialize: typeof deserialize;
}

/** The module of the dyno client over doors that `connect` opens, each at the first operation of a client. */
export function createDyno(connect: Connect, hooks: DynoHooks = {}): Dyno {
  function Dyno(options: DynoOptions): DynoClient {
    if (!options) throw new Error('options is required');
    const clients = options.dynoInstance?._client
      ? sharedClients(options.dynoInstance, options)
      : sdkClients(createService(connect, configOf(options), hooks));
    const service: Service = clients._client;
    const make = requestMaker(service, options.costLogger);
    return {
      config: service.config,
      defaultTable: undefined,
      ...clients,
      ...tableMethods(make),
      ...(options.write ? {} : readMethods(make)),
      ...(options.read ? {} : writeMethods(make, service)),
    } as DynoClient;
  }
  return Object.assign(Dyno, {
    multi: (read: DynoOptions, write: DynoOptions) =>
      multi(Dyno({ ...read, read: true }), Dyno({ ...write, write: true })),
    createSet,
    serialize,
    deserialize,
  }) as unknown as Dyno;
}

function sharedClients(instance: DynoClient, options: DynoOptions): SdkClients {
  if (['region', 'endpoint', 'table'].some((name) => name in options)) {
    throw new Error('No need to provide DynamoDB config when reusing Dynamodb client');
  }
  const { _client, _docClient, _tableFreeClient, _tableFreeDocClient } = instance;
  return { _client, _docClient, _tableFreeClient, _tableFreeDocClient };
}
