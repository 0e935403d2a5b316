import { MigrateError, nearMiss, type Target } from '@dynamodb-migrate/core';
import type { Log } from '../log';

/** Regions of 2026, by which slips are found; there will be others. */
const known = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['ap-east-1', 'ap-east-2', 'ap-south-1', 'ap-south-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
  ...['ap-southeast-7', 'me-south-1', 'me-central-1', 'il-central-1', 'af-south-1'],
  ...['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];

/**
 * Says when a region is none that is known, as new ones need no release, unless an endpoint is given. Throws `UNKNOWN_REGION` for
 * what can be none.
 */
export function checkRegion({ region, endpoint }: Target, log: Log): void {
  if (endpoint || process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL || known.includes(region))
    return;
  if (!/^[a-z]+(-[a-z]+)*-[a-z]+-\d+$/.test(region)) {
    throw new MigrateError('UNKNOWN_REGION', `${region} is not an AWS region`, {
      hint: 'Write for example eu-west-1/my-table, or local/my-table for http://localhost:4567; other services need --endpoint.',
    });
  }
  const meant = nearMiss(region, known);
  log.warn(`${region} is no AWS region that is known here${meant ? `: did you mean ${meant}?` : ''}`);
}
