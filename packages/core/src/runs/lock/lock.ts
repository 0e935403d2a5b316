/** Why a run is taken, as somebody else is told it: "run x is running in process 7 on build-3". */
export type Task = 'running' | 'being rolled back' | 'being removed';

/** The right to change a run, which one process has at a time. */
export interface RunLock {
  /** The state folder. */
  readonly base: string;
  readonly id: string;
  /** Larger than that of any owner before. */
  readonly token: number;
  /** Throws `RUN_TAKEN` once another process has the run, or may have it: nothing is to be written from then on. */
  check(): void;
  /** Fires when that is found out. */
  readonly lost: AbortSignal;
  /** What the sign of life says from now on. @default nothing */
  tell(says: () => string): void;
  /** Gives the run back, unless it is lost. */
  release(): Promise<void>;
  /** The same before it returns, as far as that can be: for a process that is about to end. */
  leave(): void;
}

/** Takes a run. Throws `RUN_IS_RUNNING` while somebody else has it, `RUN_IS_COPY` for a copy beside its original. */
export type TakeRun = (id: string, task: Task) => Promise<RunLock>;

/** What a lock says of whoever has it, or had it last. */
export interface LockOwner {
  token: number;
  task: Task;
  pid: number;
  host: string;
  /** Boot and clock tick at which the process began, where the system tells: a reused pid is another process. */
  began?: string;
  /** The pids that it counts among, where the system tells: those of a container are its own. */
  pids?: string;
  /** ISO date. */
  takenAt: string;
  /** The folder of the run in which it was taken: one that is another is a copy. */
  folder?: { path: string; inode: string };
  /** Whether it was given back. */
  released?: true;
}

/** Milliseconds between two signs of life of an owner. */
export const renewal = 5_000;

/** Milliseconds without a sign of life after which an owner on another host counts as gone. */
export const expiry = 120_000;

/** Milliseconds by which an owner takes its lock for lost before others may take it. */
export const margin = 10_000;
