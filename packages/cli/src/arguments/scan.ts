import type { CommandArguments } from './command';
import { database, type RunScriptOptions, readRunOptions, runFlags, script } from './shared';

export type ScanOptions = RunScriptOptions;

export const scanArguments: CommandArguments<ScanOptions> = {
  name: 'scan',
  describe: 'Run a script over every record of a table',
  words: [database, script],
  flags: runFlags,
  read: readRunOptions,
  load: () => (require('../commands/scan') as typeof import('../commands/scan')).scanCommand,
};
