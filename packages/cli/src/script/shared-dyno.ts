import type { Connect } from '@dynamodb-migrate/core';
import { createDyno, type Dyno } from '@dynamodb-migrate/dyno-compat';

interface Way {
  connect: Connect;
  onInexactNumber?(attribute: string): void;
}

let way: Way;
let dyno: Dyno | undefined;

/**
 * What scripts get for `require('dyno')`. It is one for the whole process, as modules stay loaded: clients that they made
 * for an earlier run, or while they were only looked at, go the way that was given last.
 */
export function sharedDyno(given: Way): Dyno {
  way = given;
  dyno ??= createDyno((target) => (operation, input, options) => way.connect(target)(operation, input, options), {
    onInexactNumber: (attribute) => way.onInexactNumber?.(attribute),
  });
  return dyno;
}
