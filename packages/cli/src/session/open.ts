import type { RunScriptOptions } from '../arguments/shared';
import { drySession } from './dry';
import type { Session, SessionOptions } from './session';

export type Mode = 'dry run' | 'live' | 'preview';

export function modeOf({ live, preview }: RunScriptOptions): Mode {
  return live ? 'live' : preview ? 'preview' : 'dry run';
}

/** Opens what the options ask for. Throws what keeps it from beginning. */
export async function openSession(given: SessionOptions): Promise<Session> {
  switch (modeOf(given.options)) {
    case 'live':
      return (require('./live') as typeof import('./live')).liveSession(given);
    case 'preview':
      return (require('./preview') as typeof import('./preview')).previewSession(given);
    case 'dry run':
      return drySession(given);
  }
}
