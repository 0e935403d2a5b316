import path from 'node:path';
import { environmentCredentials, MigrateError, type Target } from '@dynamodb-migrate/core';
import { connectionsOf, type HttpOptions } from '@dynamodb-migrate/dyno-compat';

interface Keys {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
}

interface Credentials extends Keys {
  /** Of those from a file, a process or single sign-on. */
  profile?: string;
  /** Of those from the environment. */
  envPrefix?: string;
}

interface ServiceConfig {
  credentials?: Credentials | null;
  httpOptions?: HttpOptions;
}

interface Config extends ServiceConfig {
  /** What counts for this service alone. */
  dynamodb?: ServiceConfig & Keys;
}

/**
 * Adds what a script has set on the configuration of the SDK v2, which it shared with its dyno clients: credentials, agent and
 * proxy. What a client was given itself comes first. Throws `AWS_CONFIG` for what cannot be taken over, and `BAD_AGENT`.
 */
export function withAwsConfig(target: Target): Target {
  const config = awsConfig();
  return config ? { ...target, ...connections(target, config), ...identity(target, config) } : target;
}

function connections({ agent, proxy }: Target, { httpOptions, dynamodb }: Config): Partial<Target> {
  return agent || proxy ? {} : connectionsOf({ ...httpOptions, ...dynamodb?.httpOptions }, 'AWS.config');
}

function identity(target: Target, config: Config): Partial<Target> {
  const credentials = credentialsOf(config);
  if (target.credentials || !credentials || isFound(credentials)) return {};
  const { accessKeyId, secretAccessKey, sessionToken, profile } = credentials;
  if (profile !== undefined) return { profile };
  if (accessKeyId && secretAccessKey) {
    return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } };
  }
  throw new MigrateError(
    'AWS_CONFIG',
    `the script set AWS.config.credentials to ${credentials.constructor.name}, which have no keys yet`,
    { hint: 'Give the keys themselves, or choose the credentials by AWS_PROFILE, --profile or the environment.' },
  );
}

function credentialsOf({ credentials, dynamodb = {} }: Config): Credentials | undefined {
  const hasKeys = dynamodb.accessKeyId && dynamodb.secretAccessKey;
  return (hasKeys ? dynamodb : dynamodb.credentials) ?? credentials ?? undefined;
}

/** Whether the SDK v2 finds them by itself, which says nothing of what a script wants. */
function isFound(credentials: Credentials): boolean {
  const { profile, envPrefix } = credentials;
  if (credentials.constructor.name === 'ECSCredentials') return true;
  if (envPrefix !== undefined) return ['AWS', 'AMAZON'].includes(envPrefix);
  return profile === (process.env.AWS_PROFILE || 'default') && !environmentCredentials();
}

const core = path.join('aws-sdk', 'lib', 'core.js');

/** The configuration of the SDK v2 that has been loaded; undefined where none has. */
function awsConfig(): Config | undefined {
  for (const file in require.cache) if (file.endsWith(core)) return require.cache[file]!.exports?.config;
  return undefined;
}
