import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RunRequest, TableInfo } from '@dynamodb-migrate/core';
import { locateScript } from '../script/load';
import { who } from '../who';
import type { SessionOptions } from './session';
import { settingsOf } from './settings';

/** What is kept of the request for a run. */
export function runRequest(
  { command, options, database, info, asked, settings = settingsOf(options), deployment }: SessionOptions,
  { live }: { live: boolean },
): RunRequest {
  const { region, endpoint } = database.target;
  const script = locateScript(options.script);
  return {
    command,
    script: options.script,
    scriptSha256: createHash('sha256').update(readFileSync(script)).digest('hex'),
    table: database.table,
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(info && { tableIdentity: identityOf(info) }),
    live,
    arguments: asked,
    settings,
    by: who(),
    ...(deployment && { deployment }),
  };
}

function identityOf({ arn, id, createdAt }: TableInfo): RunRequest['tableIdentity'] {
  return { arn, id, createdAt };
}
