import { compose, createTransport, type Item, retry } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import {
  clear,
  createTable,
  describeEngines,
  dump,
  type Engine,
  type EngineProxy,
  type FaultPlan,
  normalise,
  realDyno,
  seed,
  startProxy,
  type TableShape,
  uniqueName,
} from '@dynamodb-migrate/test-tools';
import { portray } from './portray';

/** One of the two clients, on a table of its own. */
export interface Side {
  Dyno: any;
  dyno: any;
  table: string;
  engine: Engine;
  /** What the last test of `same` left in the table. */
  contents: Item[];
  /** Another client of the same table. */
  client(options?: object): any;
  /** A client whose requests go through a proxy with these faults, quick to retry. */
  through(faults?: FaultPlan, options?: object): { dyno: any; requests(): unknown[] };
}

export interface Stage {
  engine: Engine;
  old: Side;
  ours: Side;
  /** A test that both clients, on the same contents, give the same result and leave the same contents. */
  same(name: string, run: (side: Side) => unknown, contents?: readonly Item[]): void;
}

export interface Setting {
  shape?: Omit<TableShape, 'name'>;
  contents?: readonly Item[];
  /** Whether the engines are this suite's alone. @default false */
  own?: boolean;
}

/** `original` runs the original against itself, which shows that a suite compares nothing that changes by itself. */
const subject = process.env.DYNO_SUBJECT;

/** The same calls on the original client and on ours, on each engine. */
export function differential(
  title: string,
  { shape = {}, contents = [], own = false }: Setting,
  define: (stage: Stage) => void,
): void {
  const suite = (engine: Engine) => {
    const keys = [shape.hash ?? ['id'], ...(shape.range ? [shape.range] : [])].map(([name]) => name!);
    const proxies: EngineProxy[] = [];
    const old = {} as Side;
    const ours = {} as Side;

    beforeAll(async () => {
      const Ours = subject === 'original' ? realDyno() : createDyno(compose(createTransport(), retry()));
      for (const [side, Dyno] of [
        [old, realDyno()],
        [ours, Ours],
      ]) {
        const proxy = await startProxy({ to: engine });
        proxies.push(proxy);
        Object.assign(side, await createSide(Dyno, engine, proxy, shape));
      }
    });
    afterAll(() => Promise.all(proxies.map((proxy) => proxy.stop())));

    async function witness(side: Side, run: (side: Side) => unknown, items: readonly Item[]) {
      await restore(engine, side, keys, items);
      const rename = (text: string) => text.replaceAll(side.table, '<table>');
      const result = portray(await run(side), rename);
      side.contents = (await dump(engine, side.table, keys)).map(normalise);
      return { result, contents: side.contents };
    }

    function same(name: string, run: (side: Side) => unknown, items: readonly Item[] = contents): void {
      test(name, async () => {
        const [expected, seen] = await Promise.all([witness(old, run, items), witness(ours, run, items)]);
        expect(seen).toEqual(expected);
      });
    }

    define({ engine, old, ours, same });
  };
  describeEngines(title, suite, { own });
}

/** Makes the contents of a table `items`, with no request when they are. */
async function restore(engine: Engine, side: Side, keys: readonly string[], items: readonly Item[]): Promise<void> {
  const keyOf = (item: Item) => JSON.stringify(keys.map((key) => item[key]));
  const wanted = new Map(items.map((item) => [keyOf(item), JSON.stringify(normalise(item))]));
  const found = new Map(side.contents.map((item) => [keyOf(item), JSON.stringify(item)]));
  if (wanted.size === found.size && [...wanted].every(([key, text]) => found.get(key) === text)) return;
  await clear(engine, side.table);
  await seed(engine, side.table, items);
}

async function createSide(Dyno: any, engine: Engine, proxy: EngineProxy, shape: TableShape): Promise<Side> {
  const table = await createTable(engine, { ...shape, name: uniqueName('side') });
  const { region, credentials } = engine.target;
  const connection = { table, region, endpoint: engine.endpoint, ...credentials };
  const client = (options: object = {}) => Dyno({ ...connection, ...options });
  return {
    Dyno,
    dyno: client(),
    table,
    engine,
    contents: [],
    client,
    through(faults, options = {}) {
      proxy.reset(faults);
      const quick = { endpoint: proxy.endpoint, maxRetries: 2, retryDelayOptions: { base: 1 } };
      return {
        dyno: client({ ...quick, ...options }),
        requests: () => proxy.requests().map(({ operation, body }) => ({ operation, body })),
      };
    },
  };
}
