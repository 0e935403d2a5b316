import { MigrateError } from '@dynamodb-migrate/core';
import { git } from '../git';
import type { ScriptFile } from '../scripts/list-scripts';
import { compareScriptNames, parseScriptName } from '../scripts/script-name';
import type { Finding } from './finding';

export interface BranchOrder {
  findings: Finding[];
  /** The branch that was compared with; absent where there is no git, no repository or no main branch. */
  base?: string;
  /** Why there is nothing to compare with, although this is a repository. */
  notice?: string;
}

/**
 * Finds scripts that are not on the main branch but come before the newest one there: where that one is applied
 * already, they are out of order. Throws `NO_BASE` for a base that is not there.
 * @param base @default the first there is of origin/HEAD, origin/main, origin/master, main, master
 */
export async function lintBranchOrder(
  folder: string,
  scripts: readonly ScriptFile[],
  base?: string,
): Promise<BranchOrder> {
  if (base !== undefined && !(await isCommit(folder, base))) throw unknownBase(base);
  const branch = base ?? (await mainBranch(folder));
  const listing = branch && (await git(folder, 'ls-tree', '-z', '--name-only', branch));
  if (!branch || listing === undefined) {
    const isRepository = (await git(folder, 'rev-parse', '--git-dir')) !== undefined;
    return { findings: [], ...(isRepository && { notice: uncompared }) };
  }
  const onMain = new Set(listing.split('\0').filter((name) => parseScriptName(name)));
  const newest = [...onMain].sort(compareScriptNames).at(-1);
  const late = scripts.filter(({ file }) => !onMain.has(file) && newest && compareScriptNames(file, newest) < 0);
  return {
    base: branch,
    findings: late.map(({ file }) => ({
      rule: 'order',
      severity: 'error',
      script: file,
      message: `is new, but comes before ${newest}, which is on ${branch} already`,
      hint: 'Give it the date of today.',
    })),
  };
}

/** Finds scripts whose dates run against the order of their names, as where only some names have colons. */
export function lintNameOrder(scripts: readonly ScriptFile[]): Finding[] {
  return scripts.flatMap(({ file, time }, index) => {
    const later = scripts.slice(0, index).find((before) => before.time > time);
    if (!later) return [];
    return [
      {
        rule: 'order',
        severity: 'error',
        script: file,
        message: `comes behind ${later.file}, though its date is earlier`,
        hint: 'Scripts are applied in the order of their names: spell all dates alike.',
      },
    ];
  });
}

const uncompared =
  'compared with no branch: there is none of origin/HEAD, origin/main, origin/master, main and master here; fetch the one that scripts are merged into, or name it with --base';

async function mainBranch(folder: string): Promise<string | undefined> {
  for (const name of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    if (await isCommit(folder, name)) return name;
  }
  return undefined;
}

async function isCommit(folder: string, name: string): Promise<boolean> {
  return (await git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)) !== undefined;
}

function unknownBase(base: string): MigrateError {
  return new MigrateError('NO_BASE', `git knows no branch or commit ${base} here`, {
    hint: `Fetch it first, such as with \`git fetch --depth=1 origin main:refs/remotes/origin/main\` for --base origin/main.`,
  });
}
