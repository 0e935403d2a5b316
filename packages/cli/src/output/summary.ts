import type { ScriptRun } from '@dynamodb-migrate/runner';
import { count, counted, duration } from './format';

/** One line that tells how a run ended and what it did. */
export function summary({ mode, state, stoppedBy, counts, goesPast, milliseconds }: ScriptRun): string {
  const how = state === 'failed' ? 'failed after ' : state === 'interrupted' ? `stopped by ${stoppedBy} after ` : '';
  const did = Object.entries(counts.operations).map(([operation, times]) => `${count(times)} ${operation}`);
  const parts = [counted(counts.records, 'record'), ...did];
  if (counts.declined > 0) parts.push(counted(counts.declined, 'declined condition'));
  const took = `in ${duration(milliseconds)}`;
  if (mode === 'live') return `live: ${how}${[...parts, took].join(', ')}`;
  const advice = mode === 'preview' && state === 'succeeded' ? '; to write, give --live instead of --preview' : '';
  const name = mode === 'dry' ? 'dry run' : mode;
  return `${name}: ${how}${parts.join(', ')} ${took}, nothing written${goesPast ? ' through dyno' : ''}${advice}`;
}
