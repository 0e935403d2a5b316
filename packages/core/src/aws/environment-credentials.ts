import type { Target } from '../send/send';

type Credentials = NonNullable<Target['credentials']>;

/**
 * Keys from the environment, by the names that the SDK v2 knew, in its order; undefined where there are none. They come before
 * `AWS_PROFILE`, as in the AWS CLI (docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html).
 */
export function environmentCredentials(environment = process.env): Credentials | undefined {
  for (const prefix of ['AWS', 'AMAZON']) {
    const accessKeyId = environment[`${prefix}_ACCESS_KEY_ID`];
    const secretAccessKey = environment[`${prefix}_SECRET_ACCESS_KEY`];
    const sessionToken = environment[`${prefix}_SESSION_TOKEN`];
    if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  return undefined;
}
