import { type Script, statusOf } from '@dynamodb-migrate/ledger';
import { openScratch } from '@dynamodb-migrate/local';
import type { Command } from '../arguments/command';
import type { VerifyOptions } from '../arguments/verify';
import { previewScript } from '../deploy/preview-scripts';
import { exitCodes } from '../exit-codes';
import { openFleet } from '../fleet/fleet';
import { counted } from '../output/format';
import type { Screen } from '../output/screen';
import { takeStdout } from '../preview/json';

interface Verified {
  environment: string;
  scripts: {
    script: string;
    /** Changed since it was applied: previewed as it is now. */
    isChanged: boolean;
    added: number;
    changed: number;
    removed: number;
    errors: string[];
  }[];
  /** Applied scripts that cannot be previewed. */
  left: { script: string; why: string }[];
}

/** Previews every applied script on its own: one that has done all of its work has nothing left to change. */
export const verifyCommand: Command<VerifyOptions, Verified> = { run: verify, report };

async function verify(options: VerifyOptions, screen: Screen): Promise<Verified> {
  const print = options.json ? takeStdout() : undefined;
  const fleet = await openFleet(options, screen);
  const status = statusOf(fleet, await fleet.ledgerState());
  const verified: Verified = { environment: fleet.environment.name, scripts: [], left: [] };
  for (const one of status.scripts.filter(({ ledger }) => ledger?.state === 'applied')) {
    const script = fleet.scripts.find(({ file }) => file === one.script);
    const why = whyNot(script);
    if (!script || why !== undefined) {
      verified.left.push({ script: one.script, why: why! });
      continue;
    }
    const scratch = await openScratch();
    try {
      const options = { fleet, script, before: [], scratch: scratch.send };
      const { overlay, errors } = await previewScript(options, screen);
      const left = { added: 0, changed: 0, removed: 0 };
      for (const table of overlay.summary()) for (const kind of keysOf(left)) left[kind] += table[kind];
      verified.scripts.push({ script: script.file, isChanged: one.standing === 'changed', ...left, errors });
    } finally {
      await scratch.close();
    }
  }
  await print?.(`${JSON.stringify(verified, null, 2)}\n`);
  return verified;
}

function whyNot(script: Script | undefined): string | undefined {
  if (!script) return 'its file is gone';
  if (script.error) return `it cannot be loaded: ${script.error.message}`;
  return script.tables.length === 0 ? 'it names no table' : undefined;
}

function report({ environment, scripts, left: skipped }: Verified, screen: Screen): number {
  for (const { script, why } of skipped) screen.line(`${script} cannot be verified: ${why}`);
  for (const { script, isChanged } of scripts) {
    if (isChanged) screen.line(`${script} was changed since it was applied; verified as it is now`);
  }
  const left = scripts.filter(({ added, changed, removed, errors }) => added + changed + removed + errors.length > 0);
  for (const { script, added, changed, removed, errors } of left) {
    screen.line(`${script} would still add ${added}, change ${changed} and remove ${removed}`);
    for (const error of errors) screen.line(`  ${error}`);
  }
  const sound = scripts.length - left.length;
  screen.line(`${environment}: ${counted(sound, 'script')} of ${scripts.length} with nothing left to change`);
  return left.length === 0 ? exitCodes.done : exitCodes.failed;
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[];
}
