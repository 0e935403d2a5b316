/** Holds records back while it is closed. */
export interface Pause {
  /** What a record waits for before it starts; undefined when it need not wait. */
  gate(): undefined | Promise<void>;
  readonly closed: boolean;
  close(): void;
  open(): void;
}

export function createPause(): Pause {
  let opened: Promise<void> | undefined;
  let release = () => {};
  let alive: NodeJS.Timeout | undefined;
  return {
    gate: () => opened,
    get closed() {
      return opened !== undefined;
    },
    close() {
      // A paused run has nothing else that keeps its process alive.
      alive ??= setInterval(() => {}, 60_000);
      opened ??= new Promise((resolve) => {
        release = resolve;
      });
    },
    open() {
      clearInterval(alive);
      alive = undefined;
      opened = undefined;
      release();
    },
  };
}
