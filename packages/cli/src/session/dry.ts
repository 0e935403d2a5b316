import { readOnly } from '@dynamodb-migrate/core';
import { findSdk } from '../preview/sdk-look';
import { locateScript } from '../script/load';
import type { Session, SessionOptions } from './session';

/** The script is handed no client, and clients of its own can only read. */
export function drySession({ options, screen }: Pick<SessionOptions, 'options' | 'screen'>): Session {
  const modules = new Set(findSdk(locateScript(options.script)).map(({ module }) => module));
  for (const module of modules) {
    screen.notice(`the script loads ${module} itself: what it writes with that is not held back, dry run or not`);
  }
  return { client: false, layers: [readOnly()] };
}
