import { readOnly } from '@dynamodb-migrate/core';
import { findSdk, mayGoPast } from '../guard/find-sdk';
import { guardSdk } from '../guard/sdk-guard';
import type { SdkUse } from '../guard/sdk-names';
import { currentRun } from '../run/run-scope';
import { isModule } from '../script/is-module';
import type { Session, SessionOptions } from './session';

const dryRun = {
  why: 'this is a dry run',
  hint: 'Guard writes with `if (!dyno) return callback()`, or add --live to make them.',
};

/** The script is handed no client, and clients of its own can only read. */
export function drySession({ script, log }: Pick<SessionOptions, 'script' | 'log'>): Session {
  const loaded = new Set<string>();
  const warn = ({ module }: SdkUse) => {
    if (loaded.has(module)) return;
    loaded.add(module);
    log.warn(`the script loads ${module} itself: what it writes with that is not held back, dry run or not`);
  };
  findSdk(script.path).forEach(warn);
  const guard = guardSdk({
    ...{ script: script.path ?? script.name, allowed: true, scope: currentRun()! },
    // What imports nothing need not wait for a thread that would see it.
    imports: script.path !== undefined && isModule(script.path),
  });
  return {
    client: false,
    layers: { readOnly: readOnly(dryRun) },
    goesPast: () => loaded.size > 0 || mayGoPast(script.path),
    async begin() {
      guard.uses().forEach(warn);
      guard.watch(warn);
    },
    async abandon() {
      guard.end();
    },
    exited: () => ({}),
    async end() {
      guard.uses().forEach(warn);
      guard.end();
      return {};
    },
  };
}
