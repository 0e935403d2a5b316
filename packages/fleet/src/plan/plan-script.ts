import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type Change,
  diffItems,
  estimateSeconds,
  formatPath,
  indexWriteUnits,
  itemSize,
  keyId,
  type Mask,
  type TableInfo,
} from '@dynamodb-migrate/core';
import {
  type PlannedChange,
  type PlannedScript,
  putsWholeRecords,
  unmetExpectations,
  type Warning,
} from '@dynamodb-migrate/ledger';
import type { FleetData } from '../environment/open';
import type { Previewed } from './preview-script';

const samples = 5;
const nearLimit = 350 * 1024;
/** Seconds that an operation is taken to need: what is measured would make each plan a different one. */
const secondsPerOperation = 0.006;

/** What is told of a script in a plan, and what is worth a warning. */
export async function planScript(
  previewed: Previewed,
  { config, environment }: FleetData,
  tables: ReadonlyMap<string, TableInfo>,
  mask: Mask | undefined,
): Promise<{ planned: PlannedScript; warnings: Warning[] }> {
  const { script, overlay, refusals, tally, records, failed } = previewed;
  const { chosen, near, indexes } = look(overlay.changes(), tables);
  const used = overlay.summary().sort((a, b) => (a.table < b.table ? -1 : 1));
  const written = used.filter(({ operations }) => operations > 0);
  const total = (name: 'added' | 'changed' | 'removed' | 'unchanged' | 'writeUnits' | 'readUnits') =>
    used.reduce((sum, table) => sum + table[name], 0);
  const counts = {
    ...{ records, added: total('added'), changed: total('changed'), removed: total('removed') },
    ...{ unchanged: total('unchanged'), failed, writes: tally.counts.writes },
  };
  const unmet = previewed.errors.length > 0 ? [] : unmetExpectations(script.metadata?.expect, counts);
  const { concurrency = config.defaults?.concurrency ?? 1, description } = script.metadata ?? {};
  const planned: PlannedScript = {
    ...{ script: script.file, sha256: script.sha256, ...(description !== undefined && { description }) },
    ...{ tables: script.tables, errors: [...previewed.errors, ...unmet], counts },
    changes: written.map(({ table, added, changed, removed, unchanged }) => ({
      table,
      added,
      changed,
      removed,
      unchanged,
    })),
    estimate: {
      writeUnits: total('writeUnits'),
      readUnits: total('readUnits'),
      seconds: toMilliseconds(
        estimateSeconds({
          ...{ operations: previewed.operations, secondsPerOperation, concurrency },
          ...{ writeUnits: total('writeUnits'), maxWriteUnits: environment.budgets.maxWcu ?? config.defaults?.maxWcu },
        }),
      ),
    },
    samples: chosen.map(({ change }) => sampleOf(change, mask)),
    refusals: refusals.all
      .filter(({ declined }) => !declined)
      .map(({ operation, table, name, message, times }) => ({ operation, table, name, message, times }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    notes: [...overlay.notes, ...(await notesOn(script))].sort(),
  };
  return { planned, warnings: [...indexes, ...near] };
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

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

interface Chosen {
  change: Change;
  rank: string;
}

/** Looks at every change: picks some by their keys' hashes, which are the same ones each time, and adds up the rest. */
function look(changes: Iterable<Change>, tables: ReadonlyMap<string, TableInfo>) {
  const chosen: Chosen[] = [];
  const large = new Map<string, number>();
  const units = new Map<string, Map<string, number>>();
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
    for (const index of tables.get(table)?.indexes ?? []) {
      const more = indexWriteUnits(index, change.before, change.after);
      const own = units.get(table) ?? new Map<string, number>();
      if (more > 0) units.set(table, own.set(index.name, (own.get(index.name) ?? 0) + more));
    }
  }
  return {
    chosen,
    near: [...large].map(([table, items]): Warning => {
      const message = `${items} ${items === 1 ? 'item' : 'items'} would come near the limit of 400 KB`;
      return { table, kind: 'size', message };
    }),
    indexes: [...units].map(([table, own]): Warning => {
      const each = [...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, more]) => `${name} ${more}`);
      return { table, kind: 'indexes', message: `its indexes take write units of their own: ${each.join(', ')}` };
    }),
  };
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
