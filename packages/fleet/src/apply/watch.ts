import { byRight, type Layer, MigrateError } from '@dynamodb-migrate/core';
import { type Envelope, type Expectations, exceededExpectations, unmetExpectations } from '@dynamodb-migrate/ledger';
import type { Control } from '@dynamodb-migrate/runner';
import { recount } from './recount';
import { createTally, type Tally, type Written } from './tally';

export interface WatchOptions {
  /** What the plan allows. */
  envelope?: Envelope;
  expect?: Expectations;
  /** Folder of the runs. */
  state: string;
}

type Bounds = 'plan' | 'expect';

/** Follows what a script writes, over all of its tables, and ends it as soon as that is more than it may be. */
export interface Watch {
  /** Lets no write through any more once it is too much. */
  gate: Layer;
  /** Beneath the journal. */
  tally: Layer;
  /** Whom to stop. */
  control?: Control;
  /** Whose bounds have been passed. */
  readonly passed?: Bounds;
  /**
   * Takes up what earlier runs have written for certain; what those of `outside` have is no concern of the plan. Throws
   * `OUTSIDE_PLAN` or `UNEXPECTED` when that is too much already.
   */
  goOn(runs: readonly string[], outside: readonly string[]): Promise<void>;
  /** The first run begins: it has been found out what became of the writes that were on their way. Throws as `goOn`. */
  begun(): Promise<void>;
  /** Why it was stopped. */
  readonly stopped?: MigrateError;
  /** Stops it for a reason from outside. */
  stop(error: MigrateError): void;
  /** What was written in all. */
  written(runs: readonly string[]): Promise<Written>;
  /** Sentences about what was expected and did not come. */
  unmet(counts: { [count: string]: number }): string[];
  /** Sentences about what was planned and did not come. */
  missed(counts: Written): string[];
}

export function openWatch({ envelope, expect, state }: WatchOptions): Watch {
  let stopped: MigrateError | undefined;
  let passed: Bounds | undefined;
  let before: Written = { added: 0, changed: 0, removed: 0, unchanged: 0, writes: 0 };

  const look = ({ counts }: Tally) => {
    if (stopped) return;
    const planned = envelope?.exceeded(less(counts, before)) ?? [];
    const expected = exceededExpectations(expect, { ...counts });
    if (planned.length === 0 && expected.length === 0) return;
    passed = planned.length > 0 ? 'plan' : 'expect';
    watch.stop(tooMuch(passed, passed === 'plan' ? planned : expected));
  };
  let tally = createTally(look);
  /** Takes up once more what earlier runs have written, where that was not certain. */
  let again: (() => Promise<unknown>) | undefined;

  async function takeUp({ runs, outside }: { [name in 'runs' | 'outside']: readonly string[] }, unknown: boolean) {
    const aside = createTally();
    await recount(state, outside, aside, unknown);
    before = { ...aside.counts };
    tally = createTally(look);
    const leftOut = await recount(state, runs, tally, unknown);
    look(tally);
    if (stopped) throw stopped;
    return leftOut;
  }

  const watch: Watch = {
    gate: byRight(() => {
      if (stopped) throw stopped;
    }),
    tally: (next, target) => (operation, input, options) => tally.layer(next, target)(operation, input, options),
    get stopped() {
      return stopped;
    },
    get passed() {
      return passed;
    },
    stop(error) {
      stopped ??= error;
      watch.control?.fail(error);
      watch.control?.stop(error.message);
    },
    async goOn(runs, outside) {
      const earlier = { runs, outside };
      if (await takeUp(earlier, false)) again = () => takeUp(earlier, true);
    },
    async begun() {
      await again?.();
      again = undefined;
    },
    async written(runs) {
      if (tally.unclear === 0) return { ...tally.counts };
      const whole = createTally();
      await recount(state, runs, whole, true);
      look(whole);
      return { ...whole.counts };
    },
    unmet: (counts) => (stopped ? [] : unmetExpectations(expect, counts)),
    missed: (counts) => envelope?.missed(less(counts, before)) ?? [],
  };
  return watch;
}

function less(counts: Written, before: Written): Written {
  const names = Object.keys(counts) as (keyof Written)[];
  return Object.fromEntries(names.map((name) => [name, counts[name] - before[name]])) as unknown as Written;
}

function tooMuch(bounds: Bounds, sentences: readonly string[]): MigrateError {
  const [code, what] =
    bounds === 'plan' ? ['OUTSIDE_PLAN', 'more than was planned'] : ['UNEXPECTED', 'more than the script expects'];
  return new MigrateError(code, `stopped, as this is ${what}: ${sentences.join('; ')}`);
}
