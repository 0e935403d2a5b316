import fc from 'fast-check';
import type { Ending, Model, ModelRun } from './model';
import type { World } from './world';

/** What goes through a sequence: the runs by what the model calls them, and how often each record was counted before. */
export interface Real {
  world: World;
  ids: Map<ModelRun, string>;
  before: number[];
}

type Command = fc.AsyncCommand<Model, Real>;

/** Everything that agrees after each step: states as anybody is told them, and what is in the table. */
async function agree(model: Model, { world, ids, before }: Real): Promise<void> {
  const told = await world.states();
  const known = new Set([...model.runs].map((run) => ids.get(run)));
  const fresh = Object.keys(told).filter((id) => !known.has(id));
  const unnamed = model.runs.filter((run) => !ids.has(run));
  expect(fresh).toHaveLength(unnamed.length);
  if (unnamed[0]) ids.set(unnamed[0], fresh[0]!);
  const expected = model.runs.map((run) => [ids.get(run), run.state]);
  expect(told).toEqual(Object.fromEntries(expected));
  const counts = await world.counts();
  const added = counts.map((count, i) => count - before[i]!);
  const scanned = model.scanned;
  if (scanned?.state === 'succeeded') expect(added).toEqual(added.map(() => 1));
  else if (scanned?.state === 'rolled back') expect(added).toEqual(added.map(() => 0));
  else for (const one of added) expect([0, 1]).toContain(one);
}

function scan(wanted: Ending, writes: number): Command {
  return {
    check: (model) => !model.scanned && !(wanted === 'suspended' && isSuspended(model)),
    async run(model, real) {
      real.before = await real.world.counts();
      const { ending, result } = await real.world.run(['scan'], wanted, writes);
      if (ending === 'whole') expect(result).toMatchObject({ code: 0 });
      model.scan(ending);
      await agree(model, real);
    },
    toString: () => `scan(${wanted}, ${writes})`,
  };
}

function resume(wanted: Ending, writes: number): Command {
  return {
    check: (model) => model.scanned !== undefined && !(wanted === 'suspended' && isSuspended(model)),
    async run(model, real) {
      const run = model.scanned!;
      const goes = model.canResume(run);
      const { ending, result } = await real.world.run(
        ['scan', '--resume', real.ids.get(run)!],
        goes ? wanted : 'whole',
        writes,
      );
      if (ending === 'whole')
        expect({ code: result!.code, stderr: result!.stderr }).toMatchObject({ code: goes ? 0 : 2 });
      if (!goes) expect(result!.stderr).toMatch(/^error: .+\n/);
      if (goes) model.resume(run, ending);
      await agree(model, real);
    },
    toString: () => `resume(${wanted}, ${writes})`,
  };
}

function rollBack(index: number, wanted: Ending, writes: number): Command {
  return {
    check: (model) => model.runs.length > 0 && !(wanted === 'suspended' && isSuspended(model)),
    async run(model, real) {
      const run = model.runs[index % model.runs.length]!;
      const goes = model.canRollBack(run);
      const { ending, result } = await real.world.run(
        ['rollback', real.ids.get(run)!],
        goes ? wanted : 'whole',
        writes,
      );
      if (ending === 'whole')
        expect({ code: result!.code, stderr: result!.stderr }).toMatchObject({ code: goes ? 0 : 2 });
      if (!goes) expect(result!.stderr).toMatch(/^error: .+\n/);
      if (goes) model.rollBack(run, ending);
      await agree(model, real);
    },
    toString: () => `rollBack(${index}, ${wanted}, ${writes})`,
  };
}

/** Two processes want the same run in the same moment. */
function together(): Command {
  return {
    check: (model) => model.scanned !== undefined && model.canResume(model.scanned),
    async run(model, real) {
      const args = ['scan', '--resume', real.ids.get(model.scanned!)!];
      const both = await Promise.all([real.world.run(args, 'whole', 0), real.world.run(args, 'whole', 0)]);
      expect(both.map(({ result }) => result!.code).sort()).toEqual([0, 2]);
      model.resume(model.scanned!, 'whole');
      await agree(model, real);
    },
    toString: () => 'together()',
  };
}

function loseSight(): Command {
  return {
    check: (model) => model.suspended?.inSight === true,
    async run(model, real) {
      real.world.loseSight();
      model.loseSight();
      await agree(model, real);
    },
    toString: () => 'loseSight()',
  };
}

function wake(): Command {
  return {
    check: (model) => model.suspended !== undefined,
    async run(model, real) {
      const { taken } = model.suspended!;
      const { code, stderr } = await real.world.wake();
      expect(stderr).not.toMatch(/ at .*:\d/);
      if ((code === 0) === taken) throw new Error(`taken: ${taken}, and it ended with ${code}: ${stderr}`);
      if (taken) expect(stderr).toMatch(/was taken over|no longer this process's/);
      model.wake();
      await agree(model, real);
    },
    toString: () => 'wake()',
  };
}

function prune(): Command {
  return {
    check: (model) => model.runs.length > 0,
    async run(model, real) {
      expect(await real.world.prune()).toMatchObject({ code: 0 });
      model.prune();
      await agree(model, real);
    },
    toString: () => 'prune()',
  };
}

/** The journal of a run is spoilt: nothing is done by it, until it is mended. */
function spoil(index: number, how: number): Command {
  return {
    check: (model) => model.runs.length > 0,
    async run(model, real) {
      const run = model.runs[index % model.runs.length]!;
      const isFree = !model.suspended?.runs.includes(run);
      const mend = isFree ? real.world.spoil(real.ids.get(run)!, how) : undefined;
      if (!mend) return;
      run.damaged = true;
      for (const command of [resume('whole', 0), rollBack(index, 'whole', 0)]) await command.run(model, real);
      mend();
      run.damaged = false;
    },
    toString: () => `spoil(${index}, ${how})`,
  };
}

const endings = fc.constantFrom<Ending>('whole', 'whole', 'killed', 'stopped', 'suspended');
const someWrites = fc.integer({ min: 1, max: 10 });
const which = fc.nat(20);

export const commands = [
  fc.tuple(endings, someWrites).map(([ending, writes]) => scan(ending, writes)),
  fc.tuple(endings, someWrites).map(([ending, writes]) => resume(ending, writes)),
  fc.tuple(which, endings, someWrites).map(([index, ending, writes]) => rollBack(index, ending, writes)),
  fc.tuple(which, endings, someWrites).map(([index, ending, writes]) => rollBack(index, ending, writes)),
  fc.constant(together()),
  fc.constant(loseSight()),
  fc.constant(wake()),
  fc.tuple(which, fc.nat(10_000)).map(([index, how]) => spoil(index, how)),
  fc.integer({ min: 0, max: 3 }).map((n) => (n === 0 ? prune() : wake())),
];

function isSuspended(model: Pick<Model, 'suspended'>): boolean {
  return model.suspended !== undefined;
}
