import { createDyno, type Dyno } from '@dynamodb-migrate/dyno-compat';
import type { RunScriptOptions } from './arguments/shared';
import { type Doors, openDoors } from './doors';
import { createFindings, type Findings } from './findings';
import type { Screen } from './output/screen';
import { impatientLine } from './patience';
import { provideDyno } from './script/dyno-hook';
import { type Loaded, loadScript } from './script/load';

/** A script that is ready to run, and what it runs with. */
export interface Prepared {
  doors: Doors;
  /** What the script gets for `require('dyno')`. */
  Dyno: Dyno;
  findings: Findings;
  script: Loaded;
}

/** Opens the doors of a run and loads its script, whose own `dyno` leads through them. */
export async function prepareScript(options: RunScriptOptions, screen: Screen): Promise<Prepared> {
  const { script, live, endpoint, profile } = options;
  const doors = openDoors({ live, endpoint, profile, onImpatience: impatientLine(screen.line) });
  const findings = createFindings(screen);
  const Dyno = createDyno(doors.script, { onInexactNumber: findings.inexact });
  provideDyno(Dyno);
  return { doors, Dyno, findings, script: await loadScript(script, { dyno: Dyno, '@mapbox/dyno': Dyno }) };
}
