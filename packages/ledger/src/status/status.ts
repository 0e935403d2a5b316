import type { LeaseInfo } from '../ledger/head';
import type { LedgerState, ScriptState } from '../ledger/state';
import type { Script, Scripts } from '../scripts/read-scripts';
import { compareScriptNames } from '../scripts/script-name';

/**
 * - pending: never applied, or rolled back since
 * - applied: as the file is now
 * - changed: applied, but the file has been changed since
 * - missing: applied, but the file is gone
 * - running, failed, interrupted, rolling back, rollback failed: as the ledger says
 */
export type Standing =
  | 'pending'
  | 'applied'
  | 'changed'
  | 'missing'
  | 'running'
  | 'failed'
  | 'interrupted'
  | 'rolling back'
  | 'rollback failed';

/** How a script stands in an environment. */
export interface ScriptStatus {
  script: string;
  standing: Standing;
  /** Not applied yet, though one behind it is; one that names no table yet is not awaited. */
  outOfOrder: boolean;
  /** It runs over no table, as far as anybody said; `tableLine` is the line to add. */
  noTable: boolean;
  tableLine?: string;
  tables: string[];
  sha256?: string;
  /** Why it could not be loaded. */
  error?: string;
  /** A pending script with the very same contents: most likely this missing one under a new name. */
  renamedTo?: string;
  /** What the ledger says. */
  ledger?: ScriptState;
}

export interface Status {
  environment: string;
  position: string;
  /** In order, missing ones among them. */
  scripts: ScriptStatus[];
  /** See `ScriptList`. */
  undated: string[];
  counts: { [standing in Standing]?: number };
  lease?: LeaseInfo;
  /** What a person must look at: scripts that changed, are missing, out of order, failed or were left half way. */
  problems: string[];
  /** Whether there are no problems; pending scripts are none. */
  ok: boolean;
  /** Whether there is nothing left to apply. */
  upToDate: boolean;
}

/** Holds the scripts of a folder against what the ledger says of an environment. */
export function statusOf({ scripts, undated }: Scripts, state: LedgerState): Status {
  const known = new Map(state.scripts.map((one) => [one.script, one]));
  const files = new Set(scripts.map(({ file }) => file));
  const present = scripts.map((script) => presentStatus(script, known.get(script.file)));
  const gone = state.scripts
    .filter(({ script, state }) => !files.has(script) && state !== 'rolled back')
    .map((ledger) => goneStatus(ledger, present));
  const all = [...present, ...gone].sort((a, b) => compareScriptNames(a.script, b.script));
  const newest = all.findLast(({ standing }) => standing === 'applied' || standing === 'changed')?.script ?? '';
  for (const one of all) {
    one.outOfOrder = unapplied.has(one.standing) && !one.noTable && compareScriptNames(one.script, newest) < 0;
  }
  const problems = all.flatMap((one) => problemsOf(one, newest));
  return {
    environment: state.environment,
    position: state.position,
    scripts: all,
    undated,
    counts: count(all),
    lease: state.lease,
    problems,
    ok: problems.length === 0,
    upToDate: all.every(({ standing }) => settled.has(standing)),
  };
}

const settled: ReadonlySet<Standing> = new Set(['applied', 'changed', 'missing']);
const unapplied: ReadonlySet<Standing> = new Set(['pending', 'failed', 'interrupted']);

function presentStatus(script: Script, ledger: ScriptState | undefined): ScriptStatus {
  const { file, tables, tableLine, sha256, error } = script;
  return {
    script: file,
    standing: standingOf(sha256, ledger),
    outOfOrder: false,
    noTable: tables.length === 0 && !error,
    ...(tableLine !== undefined && { tableLine }),
    tables,
    sha256,
    ...(error && { error: error.message }),
    ...(ledger && { ledger }),
  };
}

function standingOf(sha256: string, ledger: ScriptState | undefined): Standing {
  if (!ledger || ledger.state === 'rolled back') return 'pending';
  if (ledger.state !== 'applied') return ledger.state;
  return ledger.sha256 === undefined || ledger.sha256 === sha256 ? 'applied' : 'changed';
}

function goneStatus(ledger: ScriptState, present: readonly ScriptStatus[]): ScriptStatus {
  const { script, sha256, tables = [] } = ledger;
  const twin = present.find((one) => one.standing === 'pending' && sha256 !== undefined && one.sha256 === sha256);
  return {
    script,
    standing: 'missing',
    outOfOrder: false,
    noTable: false,
    tables,
    ...(sha256 !== undefined && { sha256 }),
    ...(twin && { renamedTo: twin.script }),
    ledger,
  };
}

function problemsOf(
  { script, standing, outOfOrder, renamedTo, error, ledger }: ScriptStatus,
  newest: string,
): string[] {
  const problems: string[] = [];
  if (standing === 'changed') problems.push(`${script} was changed since it was applied`);
  if (standing === 'missing') {
    problems.push(`${script} is ${missing(ledger)} but gone${renamedTo ? `: was it renamed to ${renamedTo}?` : ''}`);
  }
  if (standing === 'failed' || standing === 'rollback failed') problems.push(`${script}: ${standing}`);
  if (standing === 'interrupted') problems.push(`${script} was interrupted half way`);
  if (outOfOrder && standing === 'pending') problems.push(`${script} is pending, but ${newest} behind it is applied`);
  if (error && standing !== 'applied') problems.push(`${script} cannot be loaded: ${error}`);
  return problems;
}

function missing(ledger: ScriptState | undefined): string {
  return ledger?.state ?? 'applied';
}

function count(all: readonly ScriptStatus[]): Status['counts'] {
  const counts: Status['counts'] = {};
  for (const { standing } of all) counts[standing] = (counts[standing] ?? 0) + 1;
  return counts;
}
