import { openFleet, type Verified } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { counted } from '../../output/format';
import { showProgress } from '../../output/progress';
import type { Context } from '../../process/context';
import { exitCodes, signalExitCode } from '../../process/exit-codes';
import { isSignal } from '../../process/signals';
import type { VerifyOptions } from './arguments';

/** Previews every applied script on its own: one that has done all of its work has nothing left to change. */
export const verifyCommand: Command<VerifyOptions, Verified> = { run: verify, report };

async function verify({ json, ...place }: VerifyOptions, context: Context): Promise<Verified> {
  const { screen, stop, host, takeStdout } = context;
  const print = json ? takeStdout() : undefined;
  const fleet = await openFleet({ ...place, log: screen, host });
  const verified = await fleet.verify({ signal: stop.signal, onProgress: showProgress(screen) });
  await print?.(`${JSON.stringify(verified, null, 2)}\n`);
  return verified;
}

function report({ environment, scripts, left: skipped, stoppedBy }: Verified, { screen }: Context): number {
  for (const { script, why } of skipped) screen.info(`${script} cannot be verified: ${why}`);
  for (const { script, isChanged } of scripts) {
    if (isChanged) screen.info(`${script} was changed since it was applied; verified as it is now`);
  }
  const left = scripts.filter(({ added, changed, removed, errors }) => added + changed + removed + errors.length > 0);
  for (const { script, added, changed, removed, errors } of left) {
    screen.info(`${script} would still add ${added}, change ${changed} and remove ${removed}`);
    for (const error of errors) screen.info(`  ${error}`);
  }
  const sound = scripts.length - left.length;
  if (stoppedBy !== undefined) screen.info(`stopped by ${stoppedBy}`);
  screen.info(`${environment}: ${counted(sound, 'script')} of ${scripts.length} with nothing left to change`);
  if (isSignal(stoppedBy)) return signalExitCode(stoppedBy);
  return left.length === 0 && stoppedBy === undefined ? exitCodes.done : exitCodes.failed;
}
