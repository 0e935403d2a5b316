import { MigrateError } from '@dynamodb-migrate/core';
import type { Lease } from '@dynamodb-migrate/ledger';
import type { LedgerOf } from '../fleet/fleet';
import type { Screen } from '../output/screen';
import { type RollBackRun, type RolledBack, rollBackRun } from '../undo/roll-back-run';
import type { DeployedRun } from './deployed-run';
import { holdLease } from './hold-lease';
import { ledgerNeeded, openRunLedger } from './run-ledger';
import { tellReapplied } from './tell-reapplied';
import { tellTakenBack } from './tell-taken-back';
import { reasonOf, type Telling, type Told } from './telling';

type RollBackDeployed = Pick<RollBackRun, 'options' | 'state'> & { run: DeployedRun };

/**
 * Takes back a run that the ledger tells of, live: holds the environment's lease, and adds to its history. Writes nothing
 * where it cannot. Throws what keeps it from that, and `NOT_APPLIED` for a run that has no part in what the script is now.
 */
export async function rollBackDeployed(given: RollBackDeployed, screen: Screen): Promise<RolledBack> {
  const { options, run, state } = given;
  const tell = run.deployment.task === 'apply' ? tellTakenBack : tellReapplied;
  const lost = new AbortController();
  const hold = { task: 'rollback', wait: options.wait, onLost: (error: MigrateError) => lost.abort(error) };
  let reached = false;
  try {
    const place = await openRunLedger(run, options.config, screen);
    return await holdLease(place, hold, async (lease) => {
      const events = await place.ledger.history(place.environment.name, run.deployment.script);
      reached = true;
      const telling = await tell({ run, events, state, screen });
      return recorded({ ...given, place, lease, lost: lost.signal, telling }, screen);
    });
  } catch (error) {
    throw error instanceof MigrateError && !reached ? ledgerNeeded(run, error) : error;
  }
}

interface Recorded extends RollBackDeployed {
  place: LedgerOf;
  lease: Lease;
  lost: AbortSignal;
  telling: Telling;
}

async function recorded({ options, run, state, place, lease, lost, telling }: Recorded, screen: Screen) {
  const { environment, ledger, who: by, where: from } = place;
  const { script } = run.deployment;
  // Some items say nothing of the script as a whole.
  const whole = options.only.length === 0;
  const began = performance.now();
  let begun = false;
  const record = (told: Told) => ledger.record(environment.name, { ...told, script, by, from }, lease);
  const onBegin = async () => {
    if (whole) await record(telling.begins);
    begun = true;
  };
  const within = { options, run, state, guard: lease.guard, ending: lost, onBegin };
  const rolledBack = await rollBackRun(within, screen).catch(async (error) => {
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
