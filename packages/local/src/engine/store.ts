import { MigrateError } from '@dynamodb-migrate/core';
import { create } from 'dynalite/db';
import { memoryDb } from './memory-db';
import { refusal } from './refusal';

/** Where tables and items are kept, with the interface that dynalite's operations work on. */
export interface Store {
  close(): Promise<void>;
  /** Why nothing can be written any more. */
  failure?(): Error | undefined;
  [member: string]: any;
}

const delays = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };

/** A store in memory. An operation on it is over before the next one starts. */
export function memoryStore(): Store {
  const dbs = new Map<string, ReturnType<typeof memoryDb>>();
  const open = (name: string) => {
    const db = dbs.get(name) ?? memoryDb();
    dbs.set(name, db);
    return db;
  };
  const drop = (name: string, done: (error: null) => void) => {
    dbs.delete(name);
    done(null);
  };
  const index = (kind: string, table: string, name: string) => `${kind.toLowerCase()} ${table} ${name}`;
  const tableDb = Object.assign(open('tables'), { awsAccountId: '000000000000', awsRegion: 'local' });

  return {
    options: { ...delays, maxItemSize: 400 * 1024 },
    tableDb,
    getItemDb: (table: string) => open(`item ${table}`),
    deleteItemDb: (table: string, done: (error: null) => void) => drop(`item ${table}`, done),
    getTagDb: (table: string) => open(`tag ${table}`),
    deleteTagDb: (table: string, done: (error: null) => void) => drop(`tag ${table}`, done),
    getIndexDb: (kind: string, table: string, name: string) => open(index(kind, table, name)),
    deleteIndexDb: (kind: string, table: string, name: string, done: (error: null) => void) =>
      drop(index(kind, table, name), done),
    getTable(name: string, checkStatus: unknown, done?: (error: unknown, table?: unknown) => void) {
      const back = done ?? (checkStatus as NonNullable<typeof done>);
      tableDb.get(name, (_error, table) => {
        const usable = table && !(checkStatus && ['CREATING', 'DELETING'].includes(table.TableStatus));
        usable ? back(null, table) : back(missing(checkStatus ? '' : `: Table: ${name} not found`));
      });
    },
    close: async () => dbs.clear(),
  };
}

/** A store in a LevelDB folder, made when missing. Throws `DATA_DIR_UNUSABLE`. */
export async function diskStore(dir: string): Promise<Store> {
  const store = create({ ...delays, path: dir });
  try {
    await store.db.open();
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    const locked = cause?.code === 'LEVEL_LOCKED';
    throw new MigrateError(
      'DATA_DIR_UNUSABLE',
      locked
        ? `The data folder ${dir} is in use by another process`
        : `The data folder ${dir} cannot be opened: ${cause?.message ?? error}`,
      { cause: error, hint: locked ? 'Stop the other one, or choose another folder.' : undefined },
    );
  }
  return { ...store, close: () => store.db.close(), ...watched(store.db, dir) };
}

/** Takes note of the first write that the disk has refused, which dynalite tells not everybody. */
function watched(db: any, dir: string): Pick<Store, 'failure'> {
  let failed: MigrateError | undefined;
  for (const write of ['put', 'del', 'batch']) {
    const original = db[write];
    db[write] = (...args: unknown[]) => {
      const done = args.pop() as (error?: Error | null) => void;
      return original(...args, (error?: Error | null) => {
        if (error) failed ??= unwritable(dir, error);
        done(error);
      });
    };
  }
  return { failure: () => failed };
}

function unwritable(dir: string, cause: Error): MigrateError {
  return new MigrateError('DATA_DIR_UNUSABLE', `The data folder ${dir} cannot be written: ${cause.message}`, {
    cause,
    hint: 'Make room, or give write permission.',
  });
}

function missing(detail: string): Error {
  return refusal('ResourceNotFoundException', `Requested resource not found${detail}`);
}
