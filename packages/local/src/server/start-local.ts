import type { AddressInfo } from 'node:net';
import type { Item, Send, Target } from '@dynamodb-migrate/core';
import { loadEngine } from '../engine/load';
import { type Seeded, seedFrom, seedItems } from '../seed/seed';
import type { SeedFile } from '../seed/seed-file';
import { createTable } from '../table/ensure-table';
import type { TableDefinition } from '../table/spec';
import { serve } from './serve';

export interface LocalOptions {
  /** @default a free one */
  port?: number;
  /** The address to listen on. @default '127.0.0.1' */
  host?: string;
  /** A LevelDB folder that keeps the tables; memory when absent. */
  dir?: string;
  /** Tables to create unless they are there. */
  tables?: readonly TableDefinition[];
  /** Files to fill tables from. */
  seeds?: readonly SeedFile[];
}

/** An embedded DynamoDB that is running. */
export interface Local {
  endpoint: string;
  target: Target;
  port: number;
  /** The door to it, without the network. */
  send: Send;
  /** What went in from seed files. */
  seeded: Seeded[];
  /** Puts wire items into a table. */
  seed(table: string, items: Iterable<Item>): Promise<void>;
  /** Ends it, whatever connections are open. */
  stop(): Promise<void>;
}

/**
 * Starts an embedded DynamoDB; clients are answered once its tables are there and filled. Rejects with
 * `PORT_UNAVAILABLE`, `DATA_DIR_UNUSABLE`, `TABLE_DIFFERS`, `NO_SUCH_TABLE` or `BAD_SEED`.
 */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const { dir, tables = [], seeds = [], host = '127.0.0.1' } = options;
  const { send, close } = await loadEngine().openEngine(dir);
  let fill: Promise<Seeded[]> | undefined;
  const filled: Send = async (...request) => {
    await fill;
    return send(...request);
  };
  const server = await serve(filled, options.port ?? 0, host).catch(async (error) => {
    await close();
    throw error;
  });

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }).then(close);
    return stopped;
  };

  try {
    fill = createTables(send, tables).then(() => seedFrom(send, seeds));
    const seeded = await fill;
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://${host}:${port}`;
    const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' };
    const target = { region: 'local', endpoint, credentials };
    return { endpoint, target, port, send, seeded, seed: (table, items) => seedItems(send, table, items), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createTables(send: Send, tables: readonly TableDefinition[]): Promise<void> {
  for (const table of tables) await createTable(send, table);
}
