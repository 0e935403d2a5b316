import { currentRecord, type Layer, type RecordScope, type RunOptions } from '@dynamodb-migrate/core';

/** What a script's records take, apart from what its operations do. */
export interface ScriptTime {
  /** Above all that answers an operation. */
  layer: Layer;
  /** Around the script's function. */
  around(migrate: RunOptions['migrate']): RunOptions['migrate'];
  /** Seconds a record, on average, while none of its operations is under way; 0 before the first. */
  ownSeconds(): number;
  /** The share of the time of its operations that a record waits: 1 where they follow each other. */
  overlap(): number;
}

interface Clock {
  underWay: number;
  since: number;
  /** Milliseconds while any operation was under way. */
  waited: number;
}

export function createScriptTime(now: () => number = () => performance.now()): ScriptTime {
  const clocks = new WeakMap<RecordScope, Clock>();
  const sums = { records: 0, own: 0, waited: 0, operations: 0 };

  const clockOf = (scope: RecordScope): Clock => {
    const clock = clocks.get(scope) ?? { underWay: 0, since: 0, waited: 0 };
    clocks.set(scope, clock);
    return clock;
  };

  return {
    layer: (next) => async (operation, input, options) => {
      const scope = currentRecord();
      const clock = scope && clockOf(scope);
      const began = now();
      if (clock && clock.underWay++ === 0) clock.since = began;
      try {
        return await next(operation, input, options);
      } finally {
        const ended = now();
        sums.operations += clock ? ended - began : 0;
        if (clock && --clock.underWay === 0) {
          clock.waited += ended - clock.since;
          sums.waited += ended - clock.since;
        }
      }
    },
    around: (migrate) => (record, scope) => {
      const began = now();
      const settled = () => {
        const clock = clocks.get(scope);
        const ended = now();
        const waiting = clock && clock.underWay > 0 ? ended - clock.since : 0;
        sums.records++;
        sums.own += ended - began - (clock?.waited ?? 0) - waiting;
      };
      const pending = migrate(record, scope);
      if (pending === undefined) settled();
      return pending?.then(
        (value) => {
          settled();
          return value;
        },
        (error) => {
          settled();
          throw error;
        },
      );
    },
    ownSeconds: () => (sums.records === 0 ? 0 : Math.max(0, sums.own) / sums.records / 1000),
    overlap: () => (sums.operations === 0 ? 1 : Math.min(1, sums.waited / sums.operations)),
  };
}
