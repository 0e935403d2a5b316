import type { RunRecord, Target } from '@dynamodb-migrate/core';
import { parseDatabase } from '@dynamodb-migrate/legacy-adapter';
import { knownTarget } from '../known-target';

type Place = Pick<Target, 'region' | 'endpoint'>;

/** How to reach again what a run wrote to; `endpoint` takes the place of the run's own. */
export function reachOf(run: RunRecord, endpoint?: string): (written: Place) => Target {
  return (written) =>
    knownTarget({
      region: written.region,
      endpoint: written.endpoint === run.endpoint ? (endpoint ?? written.endpoint) : written.endpoint,
    });
}

/** The endpoint that a run was told to use; undefined for the one that goes without saying for its region. */
export function givenEndpoint({ region, endpoint }: Place): string | undefined {
  return endpoint === parseDatabase(`${region}/table`).target.endpoint ? undefined : endpoint;
}
