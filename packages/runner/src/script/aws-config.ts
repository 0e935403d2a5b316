import { Agent } from 'node:http';
import path from 'node:path';
import { MigrateError, type Target } from '@dynamodb-migrate/core';

/** What the SDK v2 finds by itself, which says nothing of what a script wants. */
const found = new Set(['EnvironmentCredentials', 'SharedIniFileCredentials', 'ECSCredentials', 'ProcessCredentials']);

interface Config {
  credentials?: { accessKeyId?: string; secretAccessKey?: string; sessionToken?: string } | null;
  httpOptions?: { agent?: unknown };
}

/**
 * Adds what a script has set on the configuration of the SDK v2, which it shared with its dyno clients: credentials, and the agent.
 * What a client was given itself comes first. Throws `AWS_CONFIG` for what cannot be taken over.
 */
export function withAwsConfig(target: Target): Target {
  const { credentials, httpOptions = {} } = awsConfig() ?? {};
  const { agent } = httpOptions;
  const result = { ...target };
  if (!target.agent && !target.proxy && agent instanceof Agent) result.agent = agent;
  if (target.credentials || !credentials || found.has(credentials.constructor.name)) return result;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  if (!accessKeyId || !secretAccessKey) {
    throw new MigrateError(
      'AWS_CONFIG',
      `the script set AWS.config.credentials to ${credentials.constructor.name}, which have no keys yet`,
      { hint: 'Give the keys themselves, or choose the credentials by AWS_PROFILE, --profile or the environment.' },
    );
  }
  result.credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  return result;
}

const core = path.join('aws-sdk', 'lib', 'core.js');

/** The configuration of the SDK v2 that has been loaded; undefined where none has. */
function awsConfig(): Config | undefined {
  for (const file in require.cache) if (file.endsWith(core)) return require.cache[file]!.exports?.config;
  return undefined;
}
