import { createDescribe, imageStore, MigrateError, type Overlay, type TableInfo } from '@dynamodb-migrate/core';
import {
  type Plan,
  type PlannedScript,
  type PlanSample,
  parseTolerance,
  usualTolerance,
  type Warning,
} from '@dynamodb-migrate/ledger';
import { describeTable, maskOf } from '@dynamodb-migrate/runner';
import { identityOf } from '../environment/identity';
import type { FleetData } from '../environment/open';
import { pendingOf } from '../environment/pending';
import { configuredRedaction } from '../environment/redaction';
import type { Passage } from '../run/passage';
import { databaseOf } from '../run/run-over';
import { planScript } from './plan-script';
import { previewScript } from './preview-script';
import { plannedTable, warningsOf } from './tables';

export interface MakePlan {
  /** Show types and sizes in place of values. @default as configured */
  hideValues?: boolean;
  /** How far counts may leave those of the plan when it is applied: a percentage. @default as configured, or '10%' */
  tolerance?: string;
  /** Preview this share of each table, from 0 to 1, and estimate the whole. @default 1 */
  sample?: number;
  /** Draws what is read of them. @default 1 */
  sampleSeed?: number;
  /** Ends it. */
  signal?: AbortSignal;
  onProgress?: Passage['onProgress'];
}

/**
 * Previews everything that is pending, in order, each script on top of those before it; ends at the first that fails.
 * Reads only. The same scripts, tables and ledger give the same plan, but for what a script is found to take of its own.
 * Throws `BAD_TOLERANCE`, `BAD_SAMPLE`.
 */
export async function makePlan(fleet: FleetData, options: MakePlan = {}): Promise<Plan> {
  const { hideValues: hidden, signal, onProgress } = options;
  const { environment, ledger, config, doors } = fleet;
  const sample = sampleOf(options);
  const tolerance = options.tolerance ?? config.defaults?.tolerance ?? usualTolerance;
  parseTolerance(tolerance);
  const madeBy = environment.approvals === 'another' ? await identityOf(fleet) : undefined;
  const state = await fleet.ledgerState();
  const pending = pendingOf(fleet, state);
  const send = doors.connect(environment.target);
  const { redact, hideValues } = configuredRedaction(config);
  const mask = maskOf({ redact, hideValues: hidden ?? hideValues });
  const names = [...new Set(pending.scripts.flatMap((script) => script.tables))];
  const known = await Promise.all(names.map((name) => describeTable(send, databaseOf(name, environment.target))));
  const tables = new Map<string, TableInfo>(known.map((info) => [info.name, info]));
  const scripts: PlannedScript[] = [];
  const warnings: Warning[] = [];
  const overlays: Overlay[] = [];
  const images = imageStore();
  try {
    for (const script of pending.scripts) {
      const given = { fleet, script, before: overlays, images, mask, sample, signal, onProgress };
      const previewed = await previewScript(given);
      await addWritten(previewed.overlay);
      const told = await planScript(previewed, fleet, tables, mask);
      scripts.push(told.planned);
      warnings.push(...told.warnings);
      overlays.push(previewed.overlay);
      if (previewed.errors.length > 0) break;
    }
  } finally {
    images.close();
  }
  const sorted = [...tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const about = await Promise.all(sorted.map((info) => warningsOf(send, info)));
  return {
    version: 1,
    environment: environment.name,
    tolerance,
    ...(sample && { sample }),
    ...(madeBy && { madeBy }),
    ledger: { table: ledger.table, position: state.position },
    tables: sorted.map((info) => plannedTable(info, environment.target.region)),
    scripts,
    waiting: pending.waiting,
    problems: pending.status.problems,
    warnings: [...about.flat(), ...once(warnings)],
  };

  async function addWritten(overlay: Overlay): Promise<void> {
    for (const { table, region, operations } of overlay.summary()) {
      if (operations === 0 || tables.has(table) || region !== environment.target.region) continue;
      tables.set(table, await createDescribe()(send, table));
    }
  }
}

function sampleOf({ sample = 1, sampleSeed = 1 }: MakePlan): PlanSample | undefined {
  if (!(sample > 0 && sample <= 1)) {
    throw new MigrateError('BAD_SAMPLE', `a sample is a share above 0, and 1 at most, not ${sample}`);
  }
  return sample < 1 ? { share: sample, seed: sampleSeed } : undefined;
}

function once(warnings: readonly Warning[]): Warning[] {
  const seen = new Set<string>();
  return warnings.filter((warning) => {
    const id = JSON.stringify(warning);
    return !seen.has(id) && seen.add(id);
  });
}
