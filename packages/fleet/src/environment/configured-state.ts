import path from 'node:path';
import type { LoadedConfig } from '@dynamodb-migrate/ledger';
import { defaultState, isInS3, placeFrom } from '@dynamodb-migrate/runner';
import { type ConfigPlace, findConfig } from './find-config';

/** Where a configuration has runs kept: an absolute path, or `s3://bucket/prefix`. */
export function statePlace({ config, root }: Pick<LoadedConfig, 'config' | 'root'>): string {
  return placeFrom(root, config.state ?? defaultState);
}

/**
 * Where runs are kept as the configuration of a place says: a path relative to the working directory, or
 * `s3://bucket/prefix`. Throws `BAD_CONFIG`, `NO_CONFIG`.
 */
export async function configuredState(place: ConfigPlace = {}): Promise<string> {
  const state = statePlace(await findConfig(place));
  return isInS3(state) ? state : path.relative('', state) || '.';
}
