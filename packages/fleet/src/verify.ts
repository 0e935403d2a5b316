import { imageStore } from '@dynamodb-migrate/core';
import { type Script, statusOf } from '@dynamodb-migrate/ledger';
import { maskOf, whoStopped } from '@dynamodb-migrate/runner';
import type { FleetData } from './environment/open';
import { configuredRedaction } from './environment/redaction';
import { previewScript } from './plan/preview-script';
import type { Passage } from './run/passage';

export interface Verified {
  environment: string;
  scripts: {
    script: string;
    /** Changed since it was applied: previewed as it is now. */
    isChanged: boolean;
    added: number;
    changed: number;
    removed: number;
    errors: string[];
  }[];
  /** Applied scripts that cannot be previewed. */
  left: { script: string; why: string }[];
  /** Who stopped it before all of them were. */
  stoppedBy?: string;
}

export type VerifyOptions = Pick<Passage, 'signal' | 'onProgress'>;

/** Previews every applied script on its own: one that has done all of its work has nothing left to change. Reads only. */
export async function verify(fleet: FleetData, options: VerifyOptions = {}): Promise<Verified> {
  const mask = maskOf(configuredRedaction(fleet.config));
  const status = statusOf(fleet, await fleet.ledgerState());
  const verified: Verified = { environment: fleet.environment.name, scripts: [], left: [] };
  const { signal } = options;
  for (const one of status.scripts.filter(({ ledger }) => ledger?.state === 'applied')) {
    if (signal?.aborted) return { ...verified, stoppedBy: whoStopped(signal) };
    const script = fleet.scripts.find(({ file }) => file === one.script);
    const why = whyNot(script);
    if (!script || why !== undefined) {
      verified.left.push({ script: one.script, why: why! });
      continue;
    }
    const images = imageStore();
    try {
      const { overlay, errors } = await previewScript({
        fleet,
        script,
        before: [],
        images,
        mask,
        ...options,
      });
      if (signal?.aborted && errors.length > 0) return { ...verified, stoppedBy: whoStopped(signal) };
      const left = { added: 0, changed: 0, removed: 0 };
      for (const table of overlay.summary()) for (const kind of keysOf(left)) left[kind] += table[kind];
      verified.scripts.push({ script: script.file, isChanged: one.standing === 'changed', ...left, errors });
    } finally {
      images.close();
    }
  }
  return verified;
}

function whyNot(script: Script | undefined): string | undefined {
  if (!script) return 'its file is gone';
  if (script.error) return `it cannot be loaded: ${script.error.message}`;
  return script.tables.length === 0 ? 'it names no table' : undefined;
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[];
}
