import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Change, diffItems, formatPath, itemSize, keyId, type Mask, type TableInfo } from '@dynamodb-migrate/core';
import {
  type PlannedChange,
  type PlannedEstimate,
  type PlannedScript,
  putsWholeRecords,
  unmetExpectations,
  type Warning,
} from '@dynamodb-migrate/ledger';
import type { FleetData } from '../environment/open';
import { changesOf, countsOf, sampledChanges, sampledCounts, sampleFacts } from './planned-counts';
import { planEstimate } from './planned-estimate';
import type { Previewed } from './preview-script';

const samples = 5;
const nearLimit = 350 * 1024;
/** What is told of a script in a plan, and what is worth a warning. */
export async function planScript(
  previewed: Previewed,
  { config }: FleetData,
  tables: ReadonlyMap<string, TableInfo>,
  mask: Mask | undefined,
): Promise<{ planned: PlannedScript; warnings: Warning[] }> {
  const { script, overlay, refusals, samples: sampled } = previewed;
  const { chosen, large } = look(overlay.changes());
  const used = overlay.summary().sort((a, b) => (a.table < b.table ? -1 : 1));
  const isWhole = sampled.length === 0;
  const changes = isWhole ? used.filter(({ operations }) => operations > 0).map(changesOf) : sampledChanges(sampled);
  const counts = isWhole ? countsOf(previewed, used) : sampledCounts(sampled, previewed.failed);
  const unmet = previewed.errors.length > 0 ? [] : unmetExpectations(script.metadata?.expect, { ...counts });
  const { description } = script.metadata ?? {};
  const estimate = planEstimate(previewed, used, { config, tables });
  const planned: PlannedScript = {
    ...{ script: script.file, sha256: script.sha256, ...(description !== undefined && { description }) },
    ...{ tables: script.tables, errors: [...previewed.errors, ...(isWhole ? unmet : [])], counts },
    changes,
    ...(!isWhole && { sampled: sampleFacts(sampled, previewed.records) }),
    estimate,
    samples: chosen.map(({ change }) => sampleOf(change, mask)),
    refusals: refusals.all
      .filter(({ declined }) => !declined)
      .map(({ operation, table, name, message, times }) => ({ operation, table, name, message, times }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    notes: [...overlay.notes, ...(isWhole ? [] : unmet.map(bySample)), ...(await notesOn(script))].sort(),
  };
  return { planned, warnings: [...indexWarnings(estimate), ...sizeWarnings(large, isWhole)] };
}

async function notesOn(script: Previewed['script']): Promise<string[]> {
  const { file, path } = script;
  const found = putsWholeRecords(file, await readFile(path, 'utf8'));
  return [...(found ? [`line ${found.line}: it ${found.message}`] : []), ...unparsed(script)];
}

function unparsed({ sources }: Previewed['script']): string[] {
  return [...sources.values()]
    .filter(({ problem }) => problem !== undefined)
    .map(
      (file) =>
        `${basename(file.path)} cannot be parsed, so that what else it loads may be missing here: ${file.problem}`,
    );
}

function bySample(sentence: string): string {
  return `by the sample, it may not be what the script expects: ${sentence}`;
}

interface Chosen {
  change: Change;
  rank: string;
}

/** Looks at every change: picks some by their keys' hashes, which are the same ones each time, and counts large ones. */
function look(changes: Iterable<Change>): { chosen: Chosen[]; large: Map<string, number> } {
  const chosen: Chosen[] = [];
  const large = new Map<string, number>();
  for (const change of changes) {
    if (change.kind === 'unchanged') continue;
    const { table, key, mostBytes } = change;
    choose(
      chosen,
      change,
      createHash('md5')
        .update(`${table} ${keyId(key)}`)
        .digest('hex'),
    );
    if (mostBytes > nearLimit && change.after && itemSize(change.after) > nearLimit)
      large.set(table, (large.get(table) ?? 0) + 1);
  }
  return { chosen, large };
}

function indexWarnings({ tables = [] }: PlannedEstimate): Warning[] {
  return tables.flatMap(({ table, indexes }) => {
    const each = Object.entries(indexes).map(([name, units]) => `${name} ${units}`);
    const message = `its indexes take write units of their own: ${each.join(', ')}`;
    return each.length > 0 ? [{ table, kind: 'indexes', message }] : [];
  });
}

function sizeWarnings(large: ReadonlyMap<string, number>, isWhole: boolean): Warning[] {
  return [...large].map(([table, items]) => {
    const which = `${items} ${items === 1 ? 'item' : 'items'}${isWhole ? '' : ' of the sample'}`;
    return { table, kind: 'size', message: `${which} would come near the limit of 400 KB` };
  });
}

function choose(chosen: Chosen[], change: Change, rank: string): void {
  chosen.push({ change, rank });
  chosen.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  chosen.length = Math.min(chosen.length, samples);
}

function sampleOf({ table, key, kind, differing }: Change, mask: Mask | undefined): PlannedChange {
  const keys = Object.keys(key).map((name) => formatPath([name]));
  const attributes = diffItems(differing.before, differing.after).filter(({ path }) => !keys.includes(path));
  return {
    ...{ table, key: mask?.item(key) ?? key, kind: kind as PlannedChange['kind'] },
    attributes: mask?.changes(attributes) ?? attributes,
  };
}
