import { compose, type InFlight, inFlight } from '@dynamodb-migrate/core';
import { createDyno, type Dyno } from '@dynamodb-migrate/dyno-compat';
import type { RunScriptOptions } from './arguments/shared';
import type { Doors } from './doors';
import { createFindings, type Findings } from './findings';
import type { Screen } from './output/screen';
import { provideDyno } from './script/dyno-hook';
import { type Loaded, loadScript } from './script/load';
import type { Session } from './session/session';

/** A script that is ready to run, and what it runs with. */
export interface Prepared {
  /** What the script gets for `require('dyno')`. */
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
  const connect = compose(doors.connect, operations.layer, ...layers);
  const Dyno = createDyno((target) => connect(doors.resolve(target)), { onInexactNumber: findings.inexact });
  provideDyno(Dyno);
  try {
    const loaded = await loadScript(script, { dyno: Dyno, '@mapbox/dyno': Dyno });
    return { Dyno, operations, findings, script: loaded };
  } catch (error) {
    await abandon?.();
    throw error;
  }
}
