import {
  type Connect,
  type Journal,
  type Layer,
  type Position,
  positionsOf,
  readCheckpoint,
  readStanding,
  recordsDone,
  replay,
  resumedSource,
  type Source,
  settleFates,
  type TableInfo,
  type Unfinished,
} from '@dynamodb-migrate/core';
import { counted } from '../format';
import { knownTarget } from '../known-target';

/** How a run goes on. */
export interface Resumption {
  segments: number;
  from: ReadonlyMap<number, Position>;
  /** Answers what had been written before the run was stopped from the journal. */
  layer: Layer;
  source(scanned: Source): Source;
  /** Records that are not handled again: done, or passed by although they failed. */
  records: number;
  /** Records of which it cannot be told whether they were written. */
  unclear: Unfinished[];
  announcement: string;
}

export interface ResumptionOptions {
  folder: string;
  journal: Journal | undefined;
  connect: Connect;
  table: string;
  info: TableInfo;
}

/** Reads where a run was stopped, and finds out what became of the writes that were on their way. */
export async function resumption(options: ResumptionOptions): Promise<Resumption> {
  const { folder, journal, connect, table, info } = options;
  const checkpoint = await readCheckpoint(folder);
  const from = checkpoint ? positionsOf(checkpoint) : new Map<number, Position>();
  const standing = journal
    ? await readStanding(folder, from)
    : { done: new Set<string>(), beyond: 0, unfinished: new Map() };
  if (journal) {
    await settleFates(standing.unfinished.values(), {
      connect,
      target: knownTarget,
      settle: journal.settle,
    });
  }
  const behind = [...from.values()].reduce((sum, { records }) => sum + records, 0);
  const unclear = [...standing.unfinished.values()].filter((record: Unfinished) => record.unclear);
  return {
    segments: checkpoint?.segments ?? 1,
    from,
    layer: replay(standing.unfinished, journal?.wrote),
    source: (scanned) => resumedSource({ rest: scanned, standing, table, keyNames: info.keys }),
    records: recordsDone({ standing, from, table, keyNames: info.keys }),
    unclear,
    announcement: announcement(behind, checkpoint?.ahead ?? 0, journal !== undefined),
  };
}

function announcement(behind: number, ahead: number, journalled: boolean): string {
  const again = journalled
    ? 'what was written after that is not written again'
    : `${counted(ahead, 'record')} or a few more after that may be seen again`;
  return `resumed after ${counted(behind, 'record')}; ${again}`;
}
