/** Where a run says what a person should know while it goes on; `console` is one. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  /** What is being waited for: the next text takes its place, an empty one takes it away. */
  status?(text: string): void;
}

/** Says nothing. */
export const silent: Log = { info() {}, warn() {} };
