import type { CommandArguments } from '../arguments/command';
import { adoptArguments } from './adopt/arguments';
import { applyArguments } from './apply/arguments';
import { approveArguments } from './approve/arguments';
import { completionArguments } from './completion/arguments';
import { demoArguments } from './demo/arguments';
import { helpArguments } from './help/arguments';
import { historyArguments } from './history/arguments';
import { iamPolicyArguments } from './iam-policy/arguments';
import { initArguments } from './init/arguments';
import { lintArguments } from './lint/arguments';
import { localArguments } from './local/arguments';
import { newArguments } from './new/arguments';
import { planArguments } from './plan/arguments';
import { rollbackArguments } from './rollback/arguments';
import { runsArguments } from './runs/arguments';
import { scanArguments } from './scan/arguments';
import { showArguments } from './show/arguments';
import { statusArguments } from './status/arguments';
import { streamArguments } from './stream/arguments';
import { testArguments } from './test/arguments';
import { tuneArguments } from './tune/arguments';
import { unlockArguments } from './unlock/arguments';
import { verifyArguments } from './verify/arguments';

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
