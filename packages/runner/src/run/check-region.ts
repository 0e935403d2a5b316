import { MigrateError, type Target } from '@dynamodb-migrate/core';

/** Refuses what cannot be an AWS region, unless an endpoint is given. Throws `UNKNOWN_REGION`. */
export function checkRegion({ region, endpoint }: Target): void {
  if (endpoint || process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL) return;
  if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) return;
  throw new MigrateError('UNKNOWN_REGION', `${region} is not an AWS region`, {
    hint: 'Write for example eu-west-1/my-table, or local/my-table for http://localhost:4567; other services need --endpoint.',
  });
}
