import { openScratch } from '@dynamodb-migrate/local';
import { hasJava, sharedDynamoDBLocal, tableDefinition } from '@dynamodb-migrate/test-tools';
import { byThemselves } from './by-themselves';
import { inTransactions } from './in-transactions';
import { overPartitions } from './over-partitions';
import { createTally, type Tally } from './tally';

const ways = { 'by themselves': byThemselves, 'in transactions': inTransactions, 'over partitions': overPartitions };

/** How many cases are carried out in which way. */
export type Plan = { readonly [way in keyof typeof ways]?: number };

const seed = Number(process.env.SEED ?? 1);

/** Tests that the engines come to what this package comes to. Others by hand: `SEED=$RANDOM npx jest packages/expressions`. */
export function agreement(plans: { dynalite: Plan; 'DynamoDB Local': Plan }): void {
  describe(`cases of seed ${seed}: dynalite`, () => suite('dynalite', openScratch, plans.dynalite));
  const local = async () => {
    const { send, stop } = await sharedDynamoDBLocal();
    return { send, close: stop };
  };
  (hasJava() ? describe : describe.skip)(`cases of seed ${seed}: DynamoDB Local`, () =>
    suite('DynamoDB Local', local, plans['DynamoDB Local']),
  );
}

function suite(name: string, open: typeof openScratch, plan: Plan): void {
  const definition = tableDefinition({ hash: ['id', 'S'], range: ['at', 'N'], indexes: { byG: ['g', 'S'] } });
  let engine: Awaited<ReturnType<typeof openScratch>>;
  beforeAll(async () => {
    engine = await open();
    await engine.send('CreateTable', definition);
  });
  afterAll(() => engine.close());

  test.each(Object.entries(plan) as [keyof Plan, number][])('%s: %i', async (way, times) => {
    const tally = createTally(name);
    await ways[way](engine.send, definition.TableName, tally, times, seed);
    expect(tally.disagreements).toEqual([]);
    expect(tally.cases).toBeGreaterThanOrEqual(times);
    if (way === 'by themselves') expectVariety(tally);
  });
}

/** Neither nothing but refusals nor none, and few cases that only show what is known of the engine. */
function expectVariety({ cases, refused, known }: Tally): void {
  const differing = [...known.values()].reduce((sum, one) => sum + one, 0);
  expect(refused).toBeGreaterThan(cases / 10);
  expect(refused).toBeLessThan(cases * 0.8);
  expect(differing).toBeLessThan(cases * 0.2);
}
