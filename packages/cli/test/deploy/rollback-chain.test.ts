import { dump, type EngineProxy, startProxy } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { count, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
let proxy: EngineProxy;
beforeAll(async () => {
  proxy = await startProxy({ to: engine });
});
afterAll(() => proxy.stop());

interface Run {
  id: string;
  state: string;
  rollbackOf?: string;
  rolledBackBy?: string;
}

/** Ends a process at one of its writes, those to the ledger among them. */
interface Ending {
  signal: NodeJS.Signals;
  write: number;
}

/** What is done next: the same again, or that taken back; up to its end where `ending` is absent. */
interface Step {
  isBack: boolean;
  ending?: Ending | undefined;
}

const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'DescribeTable', 'DescribeTimeToLive']);
const numbers = async () => (await dump(engine, 'experiments-staging')).map(({ n }) => Number((n as { N: string }).N));

async function world() {
  proxy.reset();
  const fleet = await givenFleet(engine, { scripts: { [names.count]: count } });
  fleet.configure({ environments: { staging: { ...fleet.environment, endpoint: proxy.endpoint } } });
  await fleet.run(['init']);
  const json = async (...args: string[]) => JSON.parse((await fleet.run([...args, '--json'])).stdout);
  return {
    runs: async (): Promise<Run[]> => json('runs'),
    standing: async (): Promise<string> => (await json('status')).environments[0].scripts[0].standing,
    told: async (): Promise<number> => (await json('history')).length,
    async do(args: string[], ending?: Ending) {
      proxy.reset();
      if (!ending) return fleet.run(args);
      let writes = 0;
      const process = fleet.start(args);
      proxy.reset((operation) => {
        if (reads.has(operation) || ++writes !== ending.write) return undefined;
        return async (exchange) => {
          process.child.kill(ending.signal);
          if (ending.signal === 'SIGKILL') exchange.reset();
          else exchange.reply(await exchange.forward());
        };
      });
      const ended = await process;
      await proxy.idle();
      proxy.reset();
      if (ended.signal !== null) await fleet.run(['unlock', '--force']);
      return ended;
    },
  };
}

type World = Awaited<ReturnType<typeof world>>;

/** The run that applied the script; one whose process ended before the ledger was told of it is none. */
const rootOf = (runs: readonly Run[]) =>
  runs.find(({ rollbackOf, state }) => rollbackOf === undefined && state !== 'created');

const saidOf: { [state: string]: string } = {
  succeeded: 'applied',
  'rolled back': 'pending',
  interrupted: 'interrupted',
};

/** What the ledger says, what the run says and what is in the table are the same. */
async function agree({ runs, standing }: World): Promise<void> {
  const root = rootOf(await runs())!;
  const said = saidOf[root.state];
  const [now, all] = [await standing(), await numbers()];
  if (said === undefined) {
    // Half taken back: not for `apply` to go on with.
    expect([root.state, now]).toEqual(['rolling back', expect.stringMatching(/^(rollback failed|failed)$/)]);
  } else expect([root.state, now]).toEqual([root.state, said]);
  if (root.state === 'succeeded') expect(all).toEqual(all.map(() => 1));
  if (root.state === 'rolled back') expect(all).toEqual(all.map(() => 0));
}

/** Where all was done and the ledger alone was not told, it is told by what does nothing else. */
async function settle(one: World): Promise<void> {
  const root = rootOf(await one.runs())!;
  if ((await one.standing()) === saidOf[root.state]) return;
  const before = await numbers();
  const command = root.state === 'rolled back' ? ['rollback', root.id, '--live'] : ['apply'];
  expect(await one.do(command)).toMatchObject({ code: 0 });
  expect(await numbers()).toEqual(before);
}

async function live(steps: readonly Step[], first: Ending | undefined): Promise<void> {
  const one = await world();
  let command = ['apply'];
  let isWhole = (await one.do(command, first)).code === 0;
  for (const { isBack, ending } of [...steps, { isBack: false }]) {
    const runs = await one.runs();
    const target = command[0] === 'apply' ? undefined : runs.find(({ id }) => id === command[1]);
    const own = target ? target.rolledBackBy : rootOf(runs)?.id;
    const isDone = target ? target.state === 'rolled back' : rootOf(runs)?.state === 'succeeded';
    if (isWhole && own === undefined) throw new Error('what has come to its end has a run');
    if (own !== undefined && (isWhole || isBack)) command = ['rollback', own, '--live'];
    const isSame = own === undefined || command[1] !== own;
    const before = [await numbers(), await one.told()];
    const { code, stderr } = await one.do(command, ending);
    expect((await numbers()).every((n) => n === 0 || n === 1)).toBe(true);
    isWhole = code === 0;
    if (code === 2) {
      expect([await numbers(), await one.told()]).toEqual(before);
      // All of it is done but for the last word to the ledger; or nothing of it is that could be taken back.
      const why =
        isSame && isDone ? /no longer says how|has no part in|nothing to/ : /has no journal|no longer says how/;
      expect(stderr).toMatch(why);
      if (isSame && isDone) await settle(one);
      else command = target ? ['rollback', target.id, '--live'] : ['apply'];
      isWhole = isSame && isDone;
    } else if (!ending) expect([code, stderr]).toEqual([0, expect.any(String)]);
    if (isWhole) await agree(one);
  }
  if (!isWhole) {
    expect(await one.do(command)).toMatchObject({ code: 0 });
    await agree(one);
  }
}

const ending = fc.record({
  signal: fc.constantFrom('SIGKILL' as const, 'SIGTERM' as const),
  write: fc.integer({ min: 2, max: 12 }),
});
const step = fc.record({ isBack: fc.boolean(), ending: fc.option(ending, { nil: undefined }) });

test('whatever is rolled back, killed, gone on with and taken back, the ledger says how it stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 5 }),
      fc.option(ending, { nil: undefined, freq: 2 }),
      (steps, first) => live(steps, first),
    ),
    { numRuns: 12, endOnFailure: true },
  );
}, 600_000);
