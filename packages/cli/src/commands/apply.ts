import type { ApplyOptions } from '../arguments/apply';
import type { Command } from '../arguments/command';
import { type Applied, applyFleet } from '../deploy/apply-fleet';
import { exitCodes, signalExitCode } from '../exit-codes';
import { count, counted } from '../output/format';
import type { Screen } from '../output/screen';
import { takeStdout } from '../preview/json';

/** Runs what is pending in an environment. */
export const applyCommand: Command<ApplyOptions, Applied> = { run: apply, report };

async function apply(options: ApplyOptions, screen: Screen): Promise<Applied> {
  const print = options.json ? takeStdout() : undefined;
  const applied = await applyFleet(options, screen);
  await print?.(`${JSON.stringify(applied, null, 2)}\n`);
  return applied;
}

function report({ environment, scripts, left, waiting }: Applied, screen: Screen): number {
  for (const { script, line } of waiting) screen.line(`${script} names no table yet; add: ${line}`);
  const done = scripts.filter(({ state }) => state === 'succeeded');
  for (const { script, counts } of done) {
    const kinds = ['added', 'changed', 'removed', 'unchanged'].map((kind) => `${count(counts[kind] ?? 0)} ${kind}`);
    screen.line(`${script} is applied: ${kinds.join(', ')}`);
  }
  const stopped = scripts.find(({ state }) => state !== 'succeeded');
  if (!stopped) {
    screen.line(
      done.length === 0
        ? `${environment}: nothing to apply`
        : `${environment}: ${counted(done.length, 'script')} applied`,
    );
    return exitCodes.done;
  }
  screen.line(`${stopped.script} ${stopped.state}: ${stopped.error}`);
  if (left.length > 0) screen.line(`not begun: ${left.join(', ')}`);
  if (stopped.advice) screen.line(stopped.advice);
  if (stopped.signal) return signalExitCode(stopped.signal);
  return scripts.some(({ runs }) => runs.length > 0) ? exitCodes.failed : exitCodes.cannotStart;
}
