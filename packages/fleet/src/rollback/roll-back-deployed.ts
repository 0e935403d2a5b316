import { MigrateError } from '@dynamodb-migrate/core';
import type { Lease } from '@dynamodb-migrate/ledger';
import { type RollBackRun, type RolledBack, rollBackRun, silent } from '@dynamodb-migrate/runner';
import { type Confirm, checkConfirmed, rollsBack } from '../environment/confirm';
import type { ConfigPlace } from '../environment/find-config';
import { holdLease } from '../environment/hold-lease';
import type { LedgerOf } from '../environment/open';
import type { DeployedRun } from '../run/deployed-run';
import { checkNoDown } from './check-no-down';
import { lineageOf } from './lineage';
import { ledgerNeeded, openRunLedger } from './run-ledger';
import { tellReapplied } from './tell-reapplied';
import { tellRolledBack } from './tell-rolled-back';
import { notApplied, reasonOf, type Telling, type Told } from './telling';

export interface RollBackDeployed extends Pick<RollBackRun, 'state'> {
  options: RollBackRun['options'] & DeployedOptions;
  run: DeployedRun;
}

/** What a run that the ledger tells of is rolled back with besides. */
export interface DeployedOptions extends ConfigPlace {
  /** Milliseconds to wait for somebody else's lock. @default 0 */
  wait?: number;
  /** Asks somebody whether a protected environment may be changed. @default nobody is there */
  confirm?: Confirm;
}

/**
 * Rolls back a run that the ledger tells of, live: holds the environment's lease, and adds to its history. Writes nothing
 * where it cannot. Throws what keeps it from that, `NOT_CONFIRMED`, and `NOT_APPLIED` for a run that has no part in what the script is now.
 */
export async function rollBackDeployed(given: RollBackDeployed): Promise<RolledBack> {
  const { options, run, state } = given;
  const { log = silent } = options;
  const lost = new AbortController();
  const hold = { task: 'rollback', wait: options.wait, onLost: (error: MigrateError) => lost.abort(error) };
  let reached = false;
  try {
    const place = await openRunLedger(run, options, log);
    await checkConfirmed(place.environment, rollsBack, options.confirm);
    return await holdLease(place, hold, async (lease) => {
      const events = await place.ledger.history(place.environment.name, run.deployment.script);
      reached = true;
      checkNoDown(run, events);
      const lineage = await lineageOf(run, state);
      if (!lineage) throw notApplied(run);
      const { root, depth } = lineage;
      // What rolls back a rollback applies the script again, and what rolls that back does not.
      const tell = depth % 2 === 0 ? tellRolledBack : tellReapplied;
      const telling = await tell({ run, root, events, state, log });
      return recorded({ ...given, place, lease, lost: lost.signal, telling });
    });
  } catch (error) {
    const isOurs = !(error instanceof MigrateError) || error.code === 'NOT_CONFIRMED';
    throw reached || isOurs ? error : ledgerNeeded(run, error);
  }
}

interface Recorded extends RollBackDeployed {
  place: LedgerOf;
  lease: Lease;
  lost: AbortSignal;
  telling: Telling;
}

async function recorded({ options, run, state, place, lease, lost, telling }: Recorded): Promise<RolledBack> {
  const { environment, ledger, who: by, where: from } = place;
  const { script } = run.deployment;
  // Some items say nothing of the script as a whole.
  const whole = !options.only?.length && !options.onlyOverwritten;
  const began = performance.now();
  let begun = false;
  const record = (told: Told) => ledger.record(environment.name, { ...told, script, by, from }, lease);
  const onBegin = async () => {
    if (whole) await record(telling.begins);
    begun = true;
  };
  const within = { options, run, state, lease: lease.guard, ending: lost, onBegin };
  const rolledBack = await rollBackRun(within).catch(async (error) => {
    if (begun && whole) await record({ kind: telling.fails, error: error.message });
    throw error;
  });
  const { counts, own } = rolledBack;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const ended: Told = whole
    ? await telling.ends(rolledBack)
    : { kind: 'partly rolled back', error: reasonOf(rolledBack) };
  const details = { runs: own ? [own.id] : [], down: false };
  await record({ ...ended, counts, seconds, details }).catch((error) => {
    rolledBack.error ??= error;
  });
  return rolledBack;
}
