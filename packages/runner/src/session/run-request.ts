import { type RunRequest, type TableInfo, who } from '@dynamodb-migrate/core';
import { redactionOf } from '../preview/masking';
import type { SessionOptions } from './session';
import { settingsOf } from './settings';

/** What is kept of the request for a run. */
export function runRequest(
  { command, options, script, database, info, asked, settings = settingsOf(options), deployment }: SessionOptions,
  { live }: { live: boolean },
): RunRequest {
  const { region, endpoint } = database.target;
  const redaction = redactionOf(options);
  return {
    command,
    script: script.name,
    scriptSha256: script.sha256,
    table: database.table,
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(info && { tableIdentity: identityOf(info) }),
    live,
    arguments: asked,
    settings,
    by: who(),
    ...(deployment && { deployment }),
    ...(redaction && { redaction }),
  };
}

function identityOf({ arn, id, createdAt }: TableInfo): RunRequest['tableIdentity'] {
  return { arn, id, createdAt };
}
