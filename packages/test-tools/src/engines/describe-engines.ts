import { startDynalite } from './dynalite';
import { hasJava, sharedDynamoDBLocal, startDynamoDBLocal } from './dynamodb-local';
import type { Engine } from './engine';

/**
 * A describe block for each engine, which is there from before the first to after the last test of the block. DynamoDB
 * Local is shared with other test files, unless the block wants its `own`; without a Java runtime it is skipped, with one
 * line that says so.
 */
export function describeEngines(title: string, suite: (engine: Engine) => void, { own = false } = {}): void {
  describe(`${title} (dynalite)`, () => suite(started(startDynalite)));
  if (hasJava()) {
    describe(`${title} (DynamoDB Local)`, () => suite(started(own ? startDynamoDBLocal : sharedDynamoDBLocal)));
  } else skipDynamoDBLocal(title);
}

let warned = false;

function skipDynamoDBLocal(title: string): void {
  describe.skip(`${title} (DynamoDB Local)`, () => {
    test('needs a Java runtime', () => {});
  });
  if (!warned) console.warn('No Java runtime: the suites that need DynamoDB Local are skipped.');
  warned = true;
}

function started(start: () => Promise<Engine>): Engine {
  const engine = {} as Engine;
  beforeAll(async () => {
    Object.assign(engine, await start());
  });
  afterAll(() => engine.stop?.());
  return engine;
}
