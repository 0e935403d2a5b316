import { type Connect, createUnsent, type InFlight, inFlight, type Unsent } from '@dynamodb-migrate/core';
import { createDyno, type Dyno, type DynoHooks } from '@dynamodb-migrate/dyno-compat';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import type { Doors } from '../doors';
import { throughLayers } from '../layers';
import type { Log } from '../log';
import { withAwsConfig } from '../script/aws-config';
import { provideDyno } from '../script/dyno-hook';
import { loadScript } from '../script/load';
import { sharedDyno } from '../script/shared-dyno';
import type { Session } from '../session/session';
import { createFindings, type Findings } from './findings';
import { currentRun } from './run-scope';
import type { ScriptSource } from './script-source';

/** A script that is ready to run, and what it runs with. */
export interface Prepared {
  /** Makes the client that the script is handed. */
  Dyno: Dyno;
  /** The script's operations. */
  operations: InFlight;
  /** Requests that the script has to send. */
  unsent: Unsent;
  findings: Findings;
  script: Script;
}

/** Picks the function to run of all that a script exports. */
export type Choose = (module: unknown) => Script;

/** Loads a script whose clients, its own `dyno` included, go through a session's layers. Throws what keeps it from running. */
export async function prepareScript(
  source: ScriptSource,
  { layers, abandon }: Session,
  doors: Doors,
  log: Log,
  choose?: Choose,
): Promise<Prepared> {
  const operations = inFlight();
  const unsent = createUnsent();
  const findings = createFindings(log);
  const door = throughLayers(doors.connect, { count: operations.layer, ...layers });
  const connect: Connect = (target) => door(doors.resolve(withAwsConfig(target)));
  const hooks: DynoHooks = {
    onInexactNumber: findings.inexact,
    onKeptDigits: findings.kept,
    onUnsent: unsent.handOut,
  };
  const Dyno = createDyno(connect, hooks);
  const run = currentRun()!;
  run.way = { connect, hooks };
  try {
    return { Dyno, operations, unsent, findings, script: await load(source, run.alone, choose) };
  } catch (error) {
    await abandon?.();
    throw error;
  }
}

async function load({ given }: ScriptSource, alone: boolean, choose?: Choose): Promise<Script> {
  if (typeof given === 'function') return given;
  const shared = sharedDyno();
  provideDyno(shared);
  const options = { modules: { dyno: shared, '@mapbox/dyno': shared }, alone, afresh: !alone };
  const { exported, module } = await loadScript(given, options);
  return choose ? choose(module) : exported;
}
