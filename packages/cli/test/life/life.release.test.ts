import { type Engine, startDynalite } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { commands, type Real } from './commands';
import { Model } from './model';
import { createWorld } from './world';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine.stop());

test('a run lives as the model does, whatever is done to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (sequence) => {
      const world = await createWorld(engine);
      try {
        const setup = async () => {
          const real: Real = { world, ids: new Map(), before: await world.counts() };
          return { model: new Model(), real };
        };
        await fc.asyncModelRun(setup, sequence);
      } finally {
        await world.end();
      }
    }),
    {
      numRuns: Number(process.env.LIVES ?? 12),
      seed: Number(process.env.LIFE ?? Date.now() % 2 ** 31),
      endOnFailure: true,
    },
  );
}, 3_000_000);
