import { drySession } from './dry';
import type { Session, SessionOptions } from './session';

/** Opens what the options ask for. Throws what keeps it from beginning. */
export async function openSession(given: SessionOptions): Promise<Session> {
  switch (given.options.mode) {
    case 'live':
      return (require('./live') as typeof import('./live')).liveSession(given);
    case 'preview':
      return (require('./preview') as typeof import('./preview')).previewSession(given);
    default:
      return drySession(given);
  }
}
