import type { RunScriptOptions } from '../run/options/run-script';

/** The flags that say how a run works, apart from what it does; those that are as ever are undefined. */
export function settingsOf(options: RunScriptOptions): { [flag: string]: unknown } {
  const {
    concurrency = 1,
    capacity,
    maxRcu,
    maxWcu,
    maxErrors,
    errors,
    batch,
    skipUnchanged,
    transport,
    stateSync,
    profile,
    expectAccount,
  } = options;
  return {
    concurrency: concurrency > 1 ? concurrency : undefined,
    ...{ 'max-rcu': maxRcu, 'max-wcu': maxWcu },
    capacity: capacity === undefined ? undefined : `${Number((capacity * 100).toFixed(6))}%`,
    ...{
      'max-errors': maxErrors,
      errors,
      batch,
      'skip-unchanged': skipUnchanged,
      transport,
      'state-sync': stateSync,
      profile,
    },
    'expect-account': expectAccount,
  };
}
