import { type Connect, compose, type InFlight, inFlight } from '@dynamodb-migrate/core';
import { createDyno, type Dyno } from '@dynamodb-migrate/dyno-compat';
import type { RunScriptOptions } from './arguments/shared';
import type { Doors } from './doors';
import { createFindings, type Findings } from './findings';
import type { Screen } from './output/screen';
import { provideDyno } from './script/dyno-hook';
import { type Loaded, loadScript } from './script/load';
import { sharedDyno } from './script/shared-dyno';
import type { Session } from './session/session';

/** A script that is ready to run, and what it runs with. */
export interface Prepared {
  /** Makes the client that the script is handed. */
  Dyno: Dyno;
  /** The script's operations. */
  operations: InFlight;
  findings: Findings;
  script: Loaded;
}

/** Loads a script whose clients, its own `dyno` included, go through a session's layers. Throws what keeps it from running. */
export async function prepareScript(
  { script }: Pick<RunScriptOptions, 'script'>,
  { layers, abandon }: Session,
  doors: Doors,
  screen: Screen,
): Promise<Prepared> {
  const operations = inFlight();
  const findings = createFindings(screen);
  const door = compose(doors.connect, operations.layer, ...layers);
  const connect: Connect = (target) => door(doors.resolve(target));
  const Dyno = createDyno(connect, { onInexactNumber: findings.inexact });
  const shared = sharedDyno({ connect, onInexactNumber: findings.inexact });
  provideDyno(shared);
  try {
    const loaded = await loadScript(script, { dyno: shared, '@mapbox/dyno': shared });
    return { Dyno, operations, findings, script: loaded };
  } catch (error) {
    await abandon?.();
    throw error;
  }
}
