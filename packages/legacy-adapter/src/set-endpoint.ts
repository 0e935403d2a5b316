import { plainAddress, type Target } from '@dynamodb-migrate/core';

/** Leads a target to the address that was asked for; that of region `local` also by the SDK's own variables. */
export function setEndpoint(target: Target, asked: string | undefined): void {
  const { AWS_ENDPOINT_URL_DYNAMODB: own, AWS_ENDPOINT_URL: general } = process.env;
  const endpoint = asked ?? (target.region === 'local' ? own || general : undefined);
  if (endpoint) target.endpoint = plainAddress(endpoint);
}
