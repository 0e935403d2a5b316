import type { Session, SessionOptions } from './session';

export async function liveSession(_given: SessionOptions): Promise<Session> {
  return { client: true, layers: [] };
}
