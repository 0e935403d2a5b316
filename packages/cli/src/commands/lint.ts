import { type Finding, type Lint, lint } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { LintOptions } from '../arguments/lint';
import { exitCodes } from '../exit-codes';
import { findConfig } from '../fleet/find-config';
import { printData, printJson } from '../output/data';
import { counted } from '../output/format';
import type { Screen } from '../output/screen';

interface Linted {
  json: boolean;
  lint: Lint;
}

/** Looks at all scripts of the folder without running them. */
export const lintCommand: Command<LintOptions, Linted> = {
  async run({ config, base, json }) {
    const { folder } = await findConfig(config);
    return { json, lint: await lint({ folder, base }) };
  },
  report,
};

function report({ json, lint: { findings, scripts, base, notice } }: Linted, screen: Screen): number {
  if (notice !== undefined) screen.notice(notice);
  if (json) printJson({ scripts, ...(base !== undefined && { base }), findings });
  else if (findings.length > 0) printData(findings.map(paragraph).join('\n'));
  if (!json) {
    const compared = base === undefined ? '' : `, compared with ${base}`;
    screen.line(`${counted(scripts, 'script')}${compared}: ${counted(findings.length, 'finding')}`);
  }
  return findings.length > 0 ? exitCodes.failed : exitCodes.done;
}

function paragraph({ script, line, severity, rule, message, hint }: Finding): string {
  const text = `${script}${line === undefined ? '' : `:${line}`}: ${severity}: ${message} (${rule})`;
  return hint === undefined ? text : `${text}\n  ${hint}`;
}
