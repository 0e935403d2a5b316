import { MigrateError } from '@dynamodb-migrate/core';
import type { Session, SessionOptions } from './session';

export async function previewSession(_given: SessionOptions): Promise<Session> {
  throw new MigrateError('TODO', 'preview');
}
