import { compareScriptNames, type ScriptStatus, type Standing, statusOf } from '@dynamodb-migrate/ledger';
import { type Confirm, checkConfirmed } from './environment/confirm';
import { findScript } from './environment/find-script';
import { holdLease } from './environment/hold-lease';
import type { FleetData } from './environment/open';

export interface Adopted {
  environment: string;
  /** Scripts that are taken for applied now. */
  scripts: string[];
  /** Those before it that were begun and are not at their end: they are left as they are. */
  unfinished: string[];
}

export interface AdoptOptions {
  /** Asks somebody whether a protected environment may be changed. @default nobody is there */
  confirm?: Confirm;
}

const unfinished: ReadonlySet<Standing> = new Set(['interrupted', 'failed', 'rollback failed']);

/**
 * Records all pending scripts up to one as applied: they were run by hand; that one also where it was begun and is not at its
 * end. Runs nothing. Throws `NOT_CONFIRMED`.
 */
export async function adopt(fleet: FleetData, script: string, { confirm }: AdoptOptions = {}): Promise<Adopted> {
  const { environment, ledger, scripts, who, where } = fleet;
  const last = findScript(
    scripts.map(({ file }) => file),
    script,
  );
  await checkConfirmed(environment, 'scripts would be taken for applied unseen', confirm);
  return holdLease(fleet, { task: 'adopt', onLost: () => {} }, async (lease) => {
    const status = statusOf(fleet, await fleet.ledgerState());
    const upTo = status.scripts.filter(({ script }) => compareScriptNames(script, last) <= 0);
    const isUnfinished = ({ standing }: ScriptStatus) => unfinished.has(standing);
    const chosen = upTo.filter((one) => one.standing === 'pending' || (one.script === last && isUnfinished(one)));
    for (const { script, sha256, tables } of chosen) {
      const event = { script, ...(sha256 !== undefined && { sha256 }), ...(tables.length > 0 && { tables }) };
      await ledger.record(environment.name, { kind: 'adopted', ...event, by: who, from: where }, lease);
    }
    return {
      environment: environment.name,
      scripts: chosen.map(({ script }) => script),
      unfinished: upTo.filter((one) => one.script !== last && isUnfinished(one)).map(({ script }) => script),
    };
  });
}
