import { type JournalOptions, MigrateError, runs } from '@dynamodb-migrate/core';
import { askFolder, type Wishes } from './controls/tuning';

/** Where runs are kept when nothing else is said, beside the configuration or in the working directory. */
export const defaultStateFolder = '.dynamodb-migrate';

/** Where the runs are: a folder, or `s3://bucket/prefix`. */
export function stateFolder({ state }: { state?: string }): string {
  return state ?? defaultStateFolder;
}

export interface StateOptions {
  /** A folder, or `s3://bucket/prefix`. @default as configured */
  state?: string;
  /** Path of the configuration. @default looked for in the working directory and above */
  config?: string;
  /** `strict`: no write goes out before the journal of it is in S3. Says nothing of a folder. */
  stateSync?: 'strict';
  /** Profile of the shared AWS configuration, for S3. */
  profile?: string;
}

/** Where runs are kept: a folder, which may be the copy of one that is elsewhere. */
export interface StateFolder {
  /** The folder on this machine. */
  base: string;
  /** A path in it as people are told it. */
  nameOf(path: string): string;
  /** What journals in it are opened with. */
  journal: Pick<JournalOptions, 'fileSize' | 'createFile'>;
  /** Gets what tells the runs from each other. */
  pullRuns(): Promise<void>;
  /** Gets all that is kept of a run. */
  pullRun(id: string): Promise<void>;
  /** Resolves once all that is in the folder is kept. */
  push(): Promise<void>;
  /**
   * Keeps what changes, every 2 seconds, until the returned function is called. `onLost` is told once, when that has not
   * been possible for 30 seconds or never will be. Does not keep the process alive.
   */
  keepPushing(onLost: (error: MigrateError) => void): () => void;
  /** Resolves like `push`, however long that takes up to 30 seconds, at the end of what `keepPushing` began. */
  settle(): Promise<void>;
  /** Asks something of a run that is at work, here or elsewhere. */
  ask(id: string, wishes: Wishes): Promise<void>;
  /**
   * Brings what is asked elsewhere of a run to its folder, every 2 seconds, until the returned function is called. Does not
   * keep the process alive.
   */
  listen(id: string): () => void;
  /** Forgets a run whose folder has been removed. */
  remove(id: string): Promise<void>;
}

const opened = new Map<string, Promise<StateFolder>>();

/**
 * Opens where the runs are kept, once in a process; it is found by its address and by its folder on this machine. Throws
 * `BAD_STATE`, `STATE_UNREACHABLE` or `STATE_REFUSED` for one in S3, `BAD_CONFIG` where the configuration is to say it.
 */
export async function openState(options: StateOptions): Promise<StateFolder> {
  const state = options.state ?? (await configured(options));
  const known = opened.get(state);
  if (known) return known;
  if (!state.startsWith('s3://')) return folderHere(state);
  const { openRemoteState } = require('./remote-state/remote-state') as typeof import('./remote-state/remote-state');
  const opening = openRemoteState(state, options);
  opened.set(state, opening);
  opened.set((await opening).base, opening);
  return opening;
}

/** Does something with a state folder; errors that name the folder name it as people do. */
export async function within<T>({ base, nameOf }: StateFolder, work: (base: string) => Promise<T>): Promise<T> {
  try {
    return await work(base);
  } catch (error) {
    const message = error instanceof MigrateError ? error.message.replaceAll(base, nameOf(base)) : '';
    if (!(error instanceof MigrateError) || message === error.message) throw error;
    throw new MigrateError(error.code, message, { cause: error.cause, hint: error.hint });
  }
}

function configured({ config }: StateOptions): Promise<string> {
  const { configuredState } = require('./fleet/state-place') as typeof import('./fleet/state-place');
  return configuredState(config);
}

function folderHere(base: string): StateFolder {
  const nothing = async () => {};
  return {
    ...{ base, nameOf: (path) => path, journal: {}, keepPushing: () => () => {}, listen: () => () => {} },
    ask: (id, wishes) => askFolder(runs.runFolder(base, id), wishes),
    ...{ pullRuns: nothing, pullRun: nothing, push: nothing, settle: nothing, remove: nothing },
  };
}
