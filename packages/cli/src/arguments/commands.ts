import type { CommandArguments } from './command';
import { demoArguments } from './demo';
import { localArguments } from './local';
import { rollbackArguments } from './rollback';
import { runsArguments } from './runs';
import { scanArguments } from './scan';
import { showArguments } from './show';
import { streamArguments } from './stream';
import { tuneArguments } from './tune';

/** Every command, in the order of the help. */
export const commands: readonly CommandArguments[] = [
  scanArguments,
  streamArguments,
  tuneArguments,
  rollbackArguments,
  runsArguments,
  showArguments,
  localArguments,
  demoArguments,
];
