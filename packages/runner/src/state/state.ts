import { type JournalOptions, MigrateError, runs, type TakeRun, type Task, takeRun } from '@dynamodb-migrate/core';
import { askFolder, type Wishes } from '../control/tuning';
import type { StateOptions } from '../run/options/state';
import { isInS3, placeFrom } from './place';

/** Where runs are kept when nothing else is said, beside the configuration or in the working directory. */
export const defaultState = '.dynamodb-migrate';

export interface OpenStateOptions extends StateOptions {
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
  /** Takes a run, wherever it is kept. */
  take: TakeRun;
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
  /** Removes what was but a copy, unless it holds what is kept nowhere else. */
  close(): Promise<void>;
}

/**
 * Opens where the runs are kept. For a place in S3, throws `BAD_STATE`, `STATE_UNREACHABLE`, `STATE_REFUSED`, or
 * `NO_S3_CLIENT` where the client of S3 is not installed.
 */
export async function openState(options: OpenStateOptions): Promise<StateFolder> {
  const state = placeFrom(options.cwd, options.state ?? defaultState);
  if (!isInS3(state)) return folderHere(state);
  const { openRemoteState } = loadRemoteState(state);
  return openRemoteState(state, options);
}

/** The AWS SDK's client of S3 is installed by those who keep runs there. */
function loadRemoteState(state: string): typeof import('./s3/remote-state') {
  try {
    return require('./s3/remote-state');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw cause;
    throw new MigrateError('NO_S3_CLIENT', `${state} needs the AWS SDK's client of S3, which is not installed`, {
      cause,
      hint: 'Install it: npm install @aws-sdk/client-s3',
    });
  }
}

/** Opens it, does something with it, and closes it. */
export async function withState<T>(options: OpenStateOptions, work: (state: StateFolder) => Promise<T>): Promise<T> {
  const state = await openState(options);
  try {
    return await work(state);
  } finally {
    await state.close();
  }
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

function folderHere(base: string): StateFolder {
  const nothing = async () => {};
  return {
    ...{ base, nameOf: (path: string) => path, journal: {}, keepPushing: () => () => {}, listen: () => () => {} },
    take: (id: string, task: Task) => takeRun(base, id, task),
    ask: (id: string, wishes: Wishes) => askFolder(runs.runFolder(base, id), wishes),
    ...{ pullRuns: nothing, pullRun: nothing, push: nothing, settle: nothing, remove: nothing, close: nothing },
  };
}
