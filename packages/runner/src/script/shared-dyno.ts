import { MigrateError } from '@dynamodb-migrate/core';
import { createDyno, type Dyno } from '@dynamodb-migrate/dyno-compat';
import { currentRun, type Way } from '../run/run-scope';

let dyno: Dyno | undefined;

/**
 * What scripts get for `require('dyno')`. It is one for the whole process, as modules stay loaded: each client goes the way
 * of the run on whose behalf it is used. Throws `NO_RUN` where there is none.
 */
export function sharedDyno(): Dyno {
  dyno ??= createDyno((target) => (operation, input, options) => way().connect(target)(operation, input, options), {
    onInexactNumber: (attribute) => currentRun()?.way?.hooks.onInexactNumber?.(attribute),
    onKeptDigits: (attribute) => currentRun()?.way?.hooks.onKeptDigits?.(attribute),
    onUnsent: (...request) => currentRun()?.way?.hooks.onUnsent?.(...request),
  });
  return dyno;
}

function way(): Way {
  const run = currentRun();
  if (run?.way) return run.way;
  throw new MigrateError('NO_RUN', 'a client of a script was used where no run of the script is at work');
}
