import { readOnly, type Source } from '@dynamodb-migrate/core';
import { followPast } from '../guard/follow-past';
import { masked, maskOf } from '../preview/masking';
import { scrub } from '../preview/scrub';
import type { Session, SessionOptions } from './session';

const dryRun = {
  why: 'this is a dry run',
  hint: 'Guard writes with `if (!dyno) return callback()`, or add --live to make them.',
};

/** The script is handed no client, and clients of its own can only read. */
export function drySession({ script, log, options, info }: SessionOptions): Session {
  const mask = maskOf(options);
  const past = followPast(script.path, (module) =>
    log.warn(`the script loads ${module} itself: what it writes with that is not held back, dry run or not`),
  );
  return {
    client: false,
    layers: { scrub: mask ? scrub() : undefined, readOnly: readOnly(dryRun) },
    ...(mask && { source: (records: Source) => masked(records, mask, info?.keys) }),
    goesPast: past.goesPast,
    begin: async () => past.loaded(),
    abandon: async () => past.end(),
    exited: () => ({}),
    async end() {
      past.end();
      return {};
    },
  };
}
