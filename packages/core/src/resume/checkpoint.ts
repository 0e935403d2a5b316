import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Item } from '@dynamodb-migrate/expressions';
import type { Positions } from '../engine/positions';
import { MigrateError } from '../error';
import { writeAtomically } from '../files/write-atomically';
import type { Position } from '../source/scan';

/** How far a scan had come when it was last written down. */
export interface Checkpoint {
  version: 1;
  /** The run that it is of; absent in older versions. */
  run?: string;
  /** ISO date. */
  at: string;
  segments: number;
  /** A segment that is not named has not come past its first record. */
  positions: { segment: number; key: Item | null; records: number }[];
  /** Records behind those positions that had been started. */
  ahead: number;
  /** Frames of the journal that hold what they wrote; absent without one, and in older versions. */
  journal?: number;
}

const fileName = 'checkpoint.json';

/** The checkpoint in a run's folder; undefined where there is none. Throws `CHECKPOINT_UNREADABLE`. */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const file = path.join(folder, fileName);
  try {
    const checkpoint = JSON.parse(await readFile(file, 'utf8'));
    if (checkpoint.version === 1 && (checkpoint.run ?? runOf(folder)) === runOf(folder)) return checkpoint;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new MigrateError('CHECKPOINT_UNREADABLE', `cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
  throw new MigrateError('CHECKPOINT_UNREADABLE', `${file} is not a checkpoint of this run that this version can read`);
}

function runOf(folder: string): string {
  return path.basename(folder);
}

/** A checkpoint's positions, as a scan and `createPositions` take them. */
export function positionsOf({ positions }: Checkpoint): Map<number, Position> {
  return new Map(positions.map(({ segment, key, records }) => [segment, { key, records }]));
}

export interface CheckpointOptions {
  folder: string;
  positions: Positions;
  segments: number;
  keyNames: readonly string[];
  /** What the records write is kept in, and that they are settled. */
  journal?: { flush(): Promise<void>; extent(): { frames: number } } | undefined;
  /** Asked before each is written: whether the run is still this process's. @default always granted */
  right?: () => void;
  /** Milliseconds between two checkpoints. @default 2000 */
  every?: number;
  /** Told when a checkpoint could not be written; the next one is tried all the same. */
  onFailure?: (error: Error) => void;
}

export interface Checkpoints {
  /** Writes the last one and ends; rejects when that could not be written. */
  end(): Promise<void>;
}

/** Writes down how far a scan has come, every so often. Does not keep the process alive. */
export function startCheckpoints(options: CheckpointOptions): Checkpoints {
  const { folder, positions, segments, keyNames, journal, right, every = 2000, onFailure } = options;
  let written = '';
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const now = [...positions.now(keyNames)].map(([segment, position]) => ({ segment, ...position }));
    const text = JSON.stringify(now);
    if (text === written) return;
    const ahead = positions.ahead();
    await journal?.flush();
    const at = new Date().toISOString();
    const frames = journal && { journal: journal.extent().frames };
    const checkpoint: Checkpoint = { version: 1, run: runOf(folder), at, segments, positions: now, ahead, ...frames };
    right?.();
    await writeAtomically(path.join(folder, fileName), `${JSON.stringify(checkpoint)}\n`);
    written = text;
  };
  const inTurn = () => {
    const mine = writing.then(write);
    writing = mine.catch((error) => onFailure?.(error));
    return mine;
  };
  const timer = setInterval(() => void inTurn().catch(() => {}), every).unref();
  return {
    end() {
      clearInterval(timer);
      return inTurn();
    },
  };
}
