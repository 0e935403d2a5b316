/** What the bins exit with; a signal exits with 128 + its number. */
export declare const exitCodes: {
  readonly done: 0;
  /** The migration began and failed. */
  readonly failed: 1;
  /** Wrong usage, or input with which nothing could begin. */
  readonly cannotStart: 2;
};
/** The exit code of a process that a signal ended. */
export declare function signalExitCode(signal: NodeJS.Signals): number;
