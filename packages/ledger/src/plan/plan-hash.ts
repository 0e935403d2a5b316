import { createHash } from 'node:crypto';
import { canonicalJson } from '@dynamodb-migrate/core';
import type { Plan } from './plan';

/** The SHA-256 of what a plan says, however its file is indented and its keys are ordered: what an approval is bound to. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex');
}
