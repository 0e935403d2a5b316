import { type RunScriptOptions, runScript } from '@dynamodb-migrate/runner';
import type { Command } from '../../arguments/command';
import type { RunOptions } from '../../arguments/script-flags';
import { showProgress } from '../../output/progress';
import { showRate } from '../../output/rate';
import { writeRun } from '../../output/run-json';
import type { Context } from '../../process/context';
import { keepHeapSmall } from '../../process/heap';
import { pricesOf } from '../prices-of';
import { redactionOf } from '../redaction-of';
import { stateOf } from '../state-of';
import type { ScanOptions } from './arguments';
import { type Reported, reportScriptRun } from './report';

/** Runs a script over every record of a table. */
export const scanCommand: Command<ScanOptions, Reported> = {
  run: (options, context) => runAsAsked(options, {}, context),
  report: reportScriptRun,
};

/** Runs a script as the flags that scan and stream share ask for. */
export async function runAsAsked(
  options: RunOptions,
  more: Partial<RunScriptOptions>,
  { screen, stop, host, takeStdout }: Context,
): Promise<Reported> {
  const { live, preview, json, rate, verbose, ...asked } = options;
  const { redact, hideValues } = asked;
  const mode = live ? 'live' : preview ? 'preview' : 'dry';
  const isFrugal = mode === 'preview' || (mode === 'dry' && options.concurrency === 1);
  if (host && isFrugal) keepHeapSmall();
  const write = json ? takeStdout() : undefined;
  const state = mode === 'dry' ? asked.state : await stateOf({ state: asked.state });
  const run = await runScript({
    ...{ ...asked, ...more, mode, state, log: screen, signal: stop.signal },
    ...(await redactionOf({ redact, hideValues })),
    ...(preview && { prices: await pricesOf() }),
    host,
    onProgress: rate ? showRate(screen) : showProgress(screen),
  });
  if (write) await writeRun(run, write);
  return { run, options };
}
