/** Work on the same id happens one after the other, in the order asked for. */
export interface KeyLock {
  /** Runs `work` once nothing that came before is under way on any of the ids. */
  run<T>(ids: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Whether work on an id is under way or waiting. */
  busy(id: string): boolean;
}

export function keyLock(): KeyLock {
  const tails = new Map<string, Promise<void>>();
  const runOn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(id);
    const done = before ? before.then(work) : work();
    const release = () => {
      if (tails.get(id) === tail) tails.delete(id);
    };
    const tail = done.then(release, release);
    tails.set(id, tail);
    return done;
  };
  return {
    busy: (id) => tails.has(id),
    run(ids, work) {
      if (ids.length === 1) return runOn(ids[0]!, work);
      const distinct = [...new Set(ids)];
      const before = distinct.map((id) => tails.get(id)).filter((tail) => tail !== undefined);
      const done = before.length === 0 ? work() : Promise.all(before).then(work);
      const release = () => {
        for (const id of distinct) if (tails.get(id) === tail) tails.delete(id);
      };
      const tail = done.then(release, release);
      for (const id of distinct) tails.set(id, tail);
      return done;
    },
  };
}
