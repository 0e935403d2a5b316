import type { Where, Who } from '../where';
import { append } from './append';
import type { LeaseInfo, Shelf } from './head';
import { readHistory } from './history';
import { locked } from './lease';
import { stateOf } from './state';

export interface UnlockOptions {
  environment: string;
  /** Break a lease that has not run out, too. */
  force: boolean;
  by: Who;
  from?: Where;
}

/** What breaking a lease broke. */
export interface Unlocked {
  /** Absent when there was no lease. */
  broken?: LeaseInfo;
  /** Scripts that its holder was at work on. */
  scripts: string[];
}

/** Ends somebody else's lease and records that. Throws `LOCKED` without `force` when it has not run out. */
export async function unlock(shelf: Shelf, { environment, force, by, from }: UnlockOptions): Promise<Unlocked> {
  const { head, events } = await readHistory(shelf, environment);
  const { lease } = head;
  if (!lease) return { scripts: [] };
  if (!lease.expired && !force) throw locked(environment, lease, shelf.now());
  const working = stateOf(environment, events, { ...head, lease: { ...lease, expired: false } }).scripts.filter(
    ({ state, event }) => event.token === lease.token && (state === 'running' || state === 'rolling back'),
  );
  const scripts = working.map(({ script }) => script);
  await append(
    shelf,
    environment,
    { kind: 'unlocked', by, from, details: { broken: lease, scripts } },
    { ends: lease },
  );
  return { broken: lease, scripts };
}
