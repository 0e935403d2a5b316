import { lint } from '@dynamodb-migrate/fleet';
import type { Finding, Lint } from '@dynamodb-migrate/ledger';
import type { Command } from '../../arguments/command';
import { counted } from '../../output/format';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { LintOptions } from './arguments';

interface Linted {
  json: boolean;
  lint: Lint;
}

/** Looks at all scripts of the folder without running them. */
export const lintCommand: Command<LintOptions, Linted> = {
  run: async ({ json, ...asked }) => ({ json, lint: await lint(asked) }),
  report,
};

function report({ json, lint: { findings, scripts, base, notice } }: Linted, { screen }: Context): number {
  if (notice !== undefined) screen.warn(notice);
  if (json) screen.json({ scripts, ...(base !== undefined && { base }), findings });
  else if (findings.length > 0) screen.data(findings.flatMap(paragraph));
  if (!json) {
    const compared = base === undefined ? '' : `, compared with ${base}`;
    screen.info(`${counted(scripts, 'script')}${compared}: ${counted(findings.length, 'finding')}`);
  }
  return findings.some(({ severity }) => severity !== 'note') ? exitCodes.failed : exitCodes.done;
}

function paragraph({ script, line, severity, rule, message, hint }: Finding): string[] {
  const text = `${script}${line === undefined ? '' : `:${line}`}: ${severity}: ${message} (${rule})`;
  return hint === undefined ? [text] : [text, `  ${hint}`];
}
