import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Redaction } from '@dynamodb-migrate/core';

/** What the configuration keeps from being shown besides what flags do. */
export async function redactionOf(given: Redaction = {}): Promise<Redaction> {
  // Most dry runs have none, and need not load what reads it.
  if (!mayBeConfigured(process.cwd())) return given;
  const { redactionAt } = require('@dynamodb-migrate/fleet') as typeof import('@dynamodb-migrate/fleet');
  const runner = require('@dynamodb-migrate/runner') as typeof import('@dynamodb-migrate/runner');
  return runner.redactionOf(given, await redactionAt({})) ?? {};
}

function mayBeConfigured(folder: string): boolean {
  try {
    if (readdirSync(folder).some((name) => name.startsWith('dynamodb-migrate.config.'))) return true;
  } catch {
    return true;
  }
  const above = path.dirname(folder);
  return above !== folder && mayBeConfigured(above);
}
