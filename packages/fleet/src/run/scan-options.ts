import path from 'node:path';
import type { RunScriptOptions } from '@dynamodb-migrate/runner';
import { configuredRedaction } from '../environment/redaction';
import type { Passage } from './passage';

/** What `scan` would be asked for, to do the same by hand. */
export function scanOptions(passage: Passage): RunScriptOptions {
  const { fleet, script, table, live, sample, resume, forceResume, signal, onProgress } = passage;
  const { defaults = {} } = fleet.config;
  const { region, endpoint, profile } = fleet.environment.target;
  const { concurrency, segments, skipUnchanged } = script.metadata ?? {};
  return {
    database: table.startsWith('arn:') ? table : `${region}/${table}`,
    // Not where the checkout lies, so that a run can be gone on with from another one.
    script: path.relative(process.cwd(), script.path),
    ...{ mode: live ? 'live' : 'preview', endpoint, profile, expectAccount: fleet.environment.account },
    ...configuredRedaction(fleet.config),
    concurrency: concurrency ?? defaults.concurrency ?? 1,
    segments: segments ?? defaults.segments ?? 1,
    ...(sample && { sample: sample.share, sampleSeed: sample.seed }),
    ...(skipUnchanged && { skipUnchanged }),
    ...(live && {
      journal: true,
      guard: fleet.environment.guard,
      backup: defaults.backup,
      maxErrors: defaults.maxErrors,
    }),
    ...(resume !== undefined && { resume, forceResume }),
    ...{ log: fleet.log, host: fleet.host, signal, onProgress },
  };
}
