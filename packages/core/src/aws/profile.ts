import { loadSharedConfigFiles } from '@smithy/core/config';
import { MigrateError } from '../error';
import { plainAddress } from './address';

/**
 * The address that the environment or a profile of the shared configuration gives for a service: the SDK itself looks into the
 * profile of `AWS_PROFILE` only. Rejects with `NO_PROFILE` and `BAD_PROFILE`.
 * Source: docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function profileEndpoint(profile: string, service: 'dynamodb' | 's3'): Promise<string | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const isIn = (file: object) => Object.hasOwn(file, profile);
  if (!isIn(configFile) && !isIn(credentialsFile)) throw noProfile(profile, [configFile, credentialsFile]);
  const { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignored, AWS_ENDPOINT_URL } = process.env;
  const own = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
  const settings = { ...credentialsFile[profile], ...configFile[profile] };
  const { services, endpoint_url, ignore_configured_endpoint_urls } = settings;
  if ((ignored ?? ignore_configured_endpoint_urls)?.toLowerCase() === 'true') return undefined;
  const section = services === undefined ? undefined : configFile[`services.${services}`];
  if (services !== undefined && !section) {
    throw new MigrateError(
      'BAD_PROFILE',
      `the profile ${profile} names services ${services}, which are not in the file`,
      {
        hint: `Add [services ${services}] to the shared AWS configuration.`,
      },
    );
  }
  const ofProfile = section?.[`${service}.endpoint_url`] || endpoint_url;
  if (ofProfile && !/^https?:$/.test(URL.canParse(ofProfile) ? new URL(ofProfile).protocol : '')) {
    throw new MigrateError(
      'BAD_PROFILE',
      `endpoint_url of the profile ${profile} is no address: ${plainAddress(ofProfile)}`,
      {
        hint: 'Write for example http://127.0.0.1:8000.',
      },
    );
  }
  return own || AWS_ENDPOINT_URL || ofProfile;
}

function noProfile(profile: string, files: { [name: string]: unknown }[]): MigrateError {
  const names = [...new Set(files.flatMap((file) => Object.keys(file)))].filter((name) => !name.includes('.')).sort();
  const known = names.length > 0 ? `There are ${names.join(', ')}.` : 'There are none.';
  // Source: the parser of @smithy/core passes them by.
  const unread = /\s/.test(profile) ? ' Names with spaces cannot be read.' : '';
  return new MigrateError('NO_PROFILE', `there is no profile ${profile} in the shared AWS configuration`, {
    hint: `${known}${unread} AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where it is, else ~/.aws/config and ~/.aws/credentials.`,
  });
}
