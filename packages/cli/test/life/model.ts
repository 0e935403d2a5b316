/** A run as it should be: what anybody is told of it, and what is known of its journal. */
export interface ModelRun {
  name: string;
  state: string;
  /** The run that it rolls back. */
  of?: ModelRun;
  /** The run that rolls it back, or has. */
  by?: ModelRun | undefined;
  /** How it found what it rolls back. */
  found: { run: ModelRun; state: string; by?: ModelRun | undefined }[];
  started: number;
  resumed: number;
  damaged: boolean;
}

/** How a process ended: at its end, by a signal before that, or not yet. */
export type Ending = 'whole' | 'killed' | 'stopped' | 'suspended';

/** A process that is suspended, and the runs that are its own for as long as nobody has taken them. */
interface Suspended {
  runs: ModelRun[];
  inSight: boolean;
  taken: boolean;
  /** What it comes to if it goes on. */
  finish(): void;
}

/** The life of the runs over one table, as the documentation tells it. */
export class Model {
  runs: ModelRun[] = [];
  suspended: Suspended | undefined;
  #time = 0;

  get scanned(): ModelRun | undefined {
    return this.runs.find(({ of }) => !of);
  }

  scan(ending: Ending): void {
    this.#work(this.#make(), ending);
  }

  canResume(run: ModelRun): boolean {
    return run.state === 'interrupted' && !run.of && !run.damaged && !this.#isHeld(run);
  }

  resume(run: ModelRun, ending: Ending): void {
    run.resumed = ++this.#time;
    this.#take([run]);
    this.#work(run, ending);
  }

  canRollBack(run: ModelRun): boolean {
    const earlier = goesOnWith(run);
    return (
      run.state !== 'running' &&
      run.by?.state !== 'rolling back' &&
      isInEffect(run) &&
      [run, earlier].every((one) => !one?.damaged) &&
      [...chainOf(run), earlier].every((one) => !one || !this.#isHeld(one))
    );
  }

  rollBack(run: ModelRun, ending: Ending): void {
    const chain = chainOf(run);
    const own = goesOnWith(run) ?? this.#make(run);
    own.resumed = ++this.#time;
    this.#take([own, ...chain]);
    for (const [i, one] of chain.entries()) Object.assign(one, { state: 'rolling back', by: [own, ...chain][i] });
    const finish = () => {
      own.state = 'succeeded';
      run.state = 'rolled back';
      let hasGoneOn = false;
      for (const { run: one, state, by } of run.found) {
        // What it has done since is not rolled back with what had been, and neither is what it is a rollback of.
        hasGoneOn ||= state === 'rolled back' && one.resumed > run.started;
        Object.assign(one, hasGoneOn ? {} : { state, by });
      }
    };
    this.#end(own, ending, [own, ...chain], finish);
  }

  prune(): void {
    const needed = new Set(this.runs.filter(({ state }) => state === 'rolling back').map(({ by }) => by));
    const isOld = (run: ModelRun) => !/^(running|rolling back)$/.test(run.state) && !needed.has(run);
    const gone = this.runs.filter((run) => isOld(run) && !this.#isHeld(run));
    this.#take(gone);
    this.runs = this.runs.filter((run) => !gone.includes(run));
  }

  /** The process that is suspended counts as gone, for want of a sign of life. */
  loseSight(): void {
    this.suspended!.inSight = false;
    for (const run of this.suspended!.runs) if (run.state === 'running') run.state = 'interrupted';
  }

  /** The process that is suspended goes on: to its end if its runs are still its own, else no further. */
  wake(): void {
    const { taken, finish } = this.suspended!;
    this.suspended = undefined;
    if (!taken) finish();
  }

  #make(of?: ModelRun): ModelRun {
    const started = ++this.#time;
    const run = { name: `run ${started}`, state: 'running', started, resumed: 0, damaged: false };
    const found = of ? chainOf(of).map((one) => ({ run: one, state: one.state, by: one.by })) : [];
    const made: ModelRun = { ...run, found, ...(of && { of }) };
    this.runs.push(made);
    return made;
  }

  #work(run: ModelRun, ending: Ending): void {
    this.#end(run, ending, [run], () => {
      run.state = 'succeeded';
    });
  }

  #end(run: ModelRun, ending: Ending, runs: ModelRun[], finish: () => void): void {
    if (ending === 'whole') {
      finish();
      return;
    }
    run.state = ending === 'suspended' ? 'running' : 'interrupted';
    if (ending === 'suspended') this.suspended = { runs, inSight: true, taken: false, finish };
  }

  #isHeld(run: ModelRun): boolean {
    return this.suspended?.inSight === true && this.suspended.runs.includes(run);
  }

  #take(runs: ModelRun[]): void {
    if (this.suspended?.runs.some((run) => runs.includes(run))) this.suspended.taken = true;
  }
}

/** A run, and those that it is a rollback of. */
function chainOf(run: ModelRun): ModelRun[] {
  return run.of ? [run, ...chainOf(run.of)] : [run];
}

/** Whether a rollback still says how its run stands, and that how the run before stands, and so on. */
function isInEffect(run: ModelRun): boolean {
  const [first, ...behind] = chainOf(run);
  return behind.every((one, i) => one.by === [first, ...behind][i] || (i > 0 && one.by === undefined));
}

/** The rollback that is gone on with when a run is rolled back once more. */
function goesOnWith({ state, by }: ModelRun): ModelRun | undefined {
  const isRollingBack = state === 'rolling back' || state === 'rolled back';
  return isRollingBack && by && /^(interrupted|running|succeeded)$/.test(by.state) ? by : undefined;
}
