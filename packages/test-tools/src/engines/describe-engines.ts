import { startDynalite } from './dynalite';
import { hasJava, startDynamoDBLocal } from './dynamodb-local';
import type { Engine } from './engine';

/**
 * A describe block for each engine, which runs from before the first to after the last test of the block. DynamoDB
 * Local is skipped, with one line that says so, where there is no Java runtime.
 */
export function describeEngines(title: string, suite: (engine: Engine) => void): void {
  describe(`${title} (dynalite)`, () => suite(started(startDynalite)));
  if (hasJava()) describe(`${title} (DynamoDB Local)`, () => suite(started(startDynamoDBLocal)));
  else skipDynamoDBLocal(title);
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
