import type { Migrated } from '../migrated';
import { count, counted, duration } from './format';

/** One line that tells how a run ended and what it did. */
export function summary({ mode, result, succeeded, declined, goesPast, milliseconds }: Migrated): string {
  const { state, records, stoppedBy } = result;
  const how = state === 'failed' ? 'failed after ' : state === 'interrupted' ? `stopped by ${stoppedBy} after ` : '';
  const did = Object.entries(succeeded).map(([operation, times]) => `${count(times)} ${operation}`);
  const parts = [counted(records, 'record'), ...did];
  if (declined > 0) parts.push(counted(declined, 'declined condition'));
  const took = `in ${duration(milliseconds)}`;
  if (mode === 'live') return `${mode}: ${how}${[...parts, took].join(', ')}`;
  const advice = mode === 'preview' && state === 'succeeded' ? '; to write, give --live instead of --preview' : '';
  return `${mode}: ${how}${parts.join(', ')} ${took}, nothing written${goesPast ? ' through dyno' : ''}${advice}`;
}
