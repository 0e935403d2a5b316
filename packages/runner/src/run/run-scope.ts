import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connect } from '@dynamodb-migrate/core';
import type { DynoHooks } from '@dynamodb-migrate/dyno-compat';

/** A run as the code that is executed on its behalf finds it. */
export interface RunScope {
  /** Whether the process is the run's alone, so that all code is executed on its behalf. */
  alone: boolean;
  /** Where clients lead that the script makes for itself. */
  way?: Way;
}

export interface Way {
  connect: Connect;
  hooks: DynoHooks;
}

const storage = new AsyncLocalStorage<RunScope>();
let solitary: RunScope | undefined;

/** Does something on behalf of a run, across callbacks and promises. */
export async function inRun<T>(scope: RunScope, work: () => Promise<T>): Promise<T> {
  if (!scope.alone) return storage.run(scope, work);
  const before = solitary;
  solitary = scope;
  try {
    return await work();
  } finally {
    solitary = before ?? scope;
  }
}

/** Does something on behalf of no run. */
export function outsideRuns<T>(work: () => T): T {
  return storage.exit(work);
}

/** The run on whose behalf this is executed. */
export function currentRun(): RunScope | undefined {
  return storage.getStore() ?? solitary;
}

/** Whether this is executed on behalf of a run. */
export function inThisRun(scope: RunScope): boolean {
  return scope.alone || storage.getStore() === scope;
}
