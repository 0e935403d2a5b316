import { plainAddress, type Target } from '@dynamodb-migrate/core';

/** Where a run wrote to, with the credentials that go without saying: those of region `local`. */
export function knownTarget({ region, endpoint }: { region: string; endpoint?: string }): Target {
  const target: Target = { region, ...(endpoint !== undefined && { endpoint: plainAddress(endpoint) }) };
  if (region === 'local') target.credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' };
  return target;
}
