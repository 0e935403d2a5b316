import path from 'node:path';
import type { LoadedConfig } from '@dynamodb-migrate/ledger';
import { stateFolder } from '../state-folder';
import { findConfig } from './find-config';

const found = new Map<string, Promise<string>>();

/** Where a configuration has runs kept: an absolute path, or `s3://bucket/prefix`. */
export function statePlace({ config, root }: Pick<LoadedConfig, 'config' | 'root'>): string {
  const state = stateFolder(config);
  return state.startsWith('s3://') ? state : path.resolve(root, state);
}

/**
 * Where runs are kept as the configuration says that is found from here, or at `file`: a path relative to the working
 * directory, or `s3://bucket/prefix`. Throws `BAD_CONFIG`, `NO_CONFIG`.
 */
export function configuredState(file?: string): Promise<string> {
  const key = JSON.stringify([process.cwd(), file]);
  const known = found.get(key);
  if (known) return known;
  const finding = find(file);
  found.set(key, finding);
  return finding;
}

async function find(file: string | undefined): Promise<string> {
  const place = statePlace(await findConfig(file));
  return place.startsWith('s3://') ? place : path.relative('', place) || '.';
}
