import { adoptArguments } from './adopt';
import { applyArguments } from './apply';
import { approveArguments } from './approve';
import type { CommandArguments } from './command';
import { completionArguments } from './completion-command';
import { demoArguments } from './demo';
import { helpArguments } from './help-command';
import { historyArguments } from './history';
import { iamPolicyArguments } from './iam-policy';
import { initArguments } from './init';
import { lintArguments } from './lint';
import { localArguments } from './local';
import { newArguments } from './new';
import { planArguments } from './plan';
import { rollbackArguments } from './rollback';
import { runsArguments } from './runs';
import { scanArguments } from './scan';
import { showArguments } from './show';
import { statusArguments } from './status';
import { streamArguments } from './stream';
import { testArguments } from './test';
import { tuneArguments } from './tune';
import { unlockArguments } from './unlock';
import { verifyArguments } from './verify';

/** Every command, in the order of the help. */
export const commands: readonly CommandArguments[] = [
  scanArguments,
  streamArguments,
  tuneArguments,
  rollbackArguments,
  runsArguments,
  showArguments,
  newArguments,
  lintArguments,
  testArguments,
  initArguments,
  statusArguments,
  adoptArguments,
  planArguments,
  approveArguments,
  applyArguments,
  verifyArguments,
  historyArguments,
  unlockArguments,
  iamPolicyArguments,
  localArguments,
  demoArguments,
  helpArguments,
  completionArguments,
];
