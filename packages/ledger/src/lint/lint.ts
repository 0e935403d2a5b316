import { readFile } from 'node:fs/promises';
import { listScripts } from '../scripts/list-scripts';
import type { Finding } from './finding';
import { lintScript } from './lint-script';
import { lintBranchOrder, lintNameOrder } from './order';

export interface LintOptions {
  /** Absolute. */
  folder: string;
  /** The branch that scripts are merged into. @default see `lintBranchOrder` */
  base?: string;
}

export interface Lint {
  /** By script, in order. */
  findings: Finding[];
  /** How many scripts were looked at. */
  scripts: number;
  /** See `BranchOrder`. */
  base?: string;
  /** See `BranchOrder`. */
  notice?: string;
}

/** Looks at all scripts of a folder without running them. Throws `NO_FOLDER` and `NO_BASE`. */
export async function lint({ folder, base }: LintOptions): Promise<Lint> {
  const { scripts, undated } = await listScripts(folder);
  const branch = await lintBranchOrder(folder, scripts, base);
  const findings = [...undated.map(misnamed), ...lintNameOrder(scripts), ...branch.findings];
  for (const { file, path } of scripts) findings.push(...lintScript(file, await readFile(path, 'utf8')));
  const place = new Map(scripts.map(({ file }, index) => [file, index]));
  findings.sort((a, b) => (place.get(a.script) ?? -1) - (place.get(b.script) ?? -1));
  return { findings, scripts: scripts.length, base: branch.base, notice: branch.notice };
}

function misnamed(script: string): Finding {
  return {
    rule: 'name',
    severity: 'warning',
    script,
    message: 'is taken for no migration: its name does not begin with a date',
    hint: 'Name it like 2021-05-04T124117Z-add-auth.js, or move a helper into a folder of its own.',
  };
}
