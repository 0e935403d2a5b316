import {
  type CertificateFault,
  certificateFault,
  environmentCredentials,
  isPlainText,
  ServiceError,
  type Target,
} from '@dynamodb-migrate/core';

/** A sentence about an error, and its remedy, in place of the error's own. */
export type Explain = (error: unknown) => { message: string; hint?: string } | undefined;

/** Explains what can come between a run and a table. */
export function explainAt({ target, table }: { target: Target; table: string }): Explain {
  const place = target.endpoint ?? `region ${target.region}`;
  return (error) => {
    if (!(error instanceof ServiceError)) return undefined;
    const { name, message } = error;
    switch (name) {
      case 'ResourceNotFoundException':
        return {
          message: `there is no table ${table} in ${place} (${name})`,
          hint: 'Look at the names of table and region; the command takes them as region/table.',
        };
      case 'CredentialsError':
        return noCredentials(`for table ${table} in ${place}: ${sentence(message)}`, target);
      case 'ExpiredToken':
      case 'ExpiredTokenException':
      case 'RequestExpired':
        return {
          message: `the AWS credentials for table ${table} in ${place} have expired (${name})`,
          hint: 'Get new ones, for example with aws sso login.',
        };
      case 'RequestInTheFuture':
      case 'RequestTimeTooSkewed':
        return clockOff(error, place);
      case 'UnrecognizedClientException':
      case 'InvalidSignatureException':
      case 'IncompleteSignatureException':
      case 'InvalidClientTokenId':
        if (/^signature (expired|not yet current)/i.test(message)) return clockOff(error, place);
        return {
          message: `AWS does not accept the credentials for table ${table} in ${place} (${name}: ${message})`,
          hint: 'Check AWS_PROFILE or --profile, and the access keys in the environment.',
        };
      case 'AccessDeniedException':
        return {
          message: `no permission on table ${table} in ${place}: ${name}: ${message}`,
          hint: `Ask for ${action(message) ?? 'the permission'} on the table for these credentials.`,
        };
      case 'NetworkingError':
      case 'TimeoutError':
      case 'UnknownEndpoint':
        return {
          message: `cannot reach DynamoDB for table ${table} at ${place}: ${reason(error)}`,
          hint: remedyOf(error, target),
        };
    }
    return undefined;
  };
}

function noCredentials(
  where: string,
  { profile = environmentCredentials() ? undefined : process.env.AWS_PROFILE }: Target,
) {
  if (!profile) {
    return {
      message: `no AWS credentials ${where}`,
      hint: 'Log in (aws sso login), set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile NAME.',
    };
  }
  return {
    message: `the profile ${profile} gives no AWS credentials ${where}`,
    hint:
      'Log in (aws sso login), or look at its keys, role_arn, source_profile and credential_process: ' +
      `aws sts get-caller-identity --profile ${profile} says more, and aws configure list-profiles which there are.`,
  };
}

function clockOff({ name, message }: ServiceError, place: string) {
  return {
    message: `the clock of this machine is not that of ${place} (${name}: ${message})`,
    hint: 'Set the clock of this machine.',
  };
}

function reason(error: ServiceError): string {
  const { message, errno } = error;
  if (isPlainText(error)) return 'it answers in plain text, not in TLS';
  return certificateFault(error) ? `its certificate is not accepted: ${sentence(message)} (${errno})` : message;
}

function sentence(message: string): string {
  return message.replace(/\.$/, '');
}

function action(message: string): string | undefined {
  return /dynamodb:\w+/.exec(message)?.[0];
}

function remedyOf(error: ServiceError, { region, endpoint }: Target): string {
  const fault = certificateFault(error);
  if (fault) return remedies[fault];
  if (isPlainText(error)) return 'What listens there does not speak https: write http:// instead.';
  const { errno } = error;
  if (errno === 'ENOTFOUND' && endpoint === undefined) return `Is there a region ${region}? Is there a network?`;
  if (errno === 'ENOTFOUND' || errno === 'EAI_AGAIN') return 'Is the name right? Is there a network?';
  if (region === 'local') return 'Start an embedded DynamoDB with: dynamodb-migrate local';
  return endpoint === undefined
    ? 'Is there a network, and does it let you out to AWS?'
    : 'Is something listening at that address?';
}

const remedies: { [fault in CertificateFault]: string } = {
  untrusted: 'Trust who issued the certificate: NODE_EXTRA_CA_CERTS=/path/to/ca.pem dynamodb-migrate …',
  expired: 'Have the certificate renewed; or is the clock of this machine right?',
  misnamed: 'Use a name that the certificate was issued for.',
  other: 'The certificate is for whoever runs that address to mend.',
};
