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
  return {
    gate: () => opened,
    get closed() {
      return opened !== undefined;
    },
    close() {
      opened ??= new Promise((resolve) => {
        release = resolve;
      });
    },
    open() {
      opened = undefined;
      release();
    },
  };
}
