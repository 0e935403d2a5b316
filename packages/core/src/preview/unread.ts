/** Keys that were written without asking what was there, which is told later. */
export interface Unread {
  /** Takes in a key's reading. Resolves at once, but with every hundredth key when all have been read. */
  add(read: () => Promise<void>): Promise<void>;
  /** Reads all that is left. Rejects as a reading does. */
  settle(): Promise<void>;
}

const most = 100;

/** The first key is read at once: where that is not permitted, nobody waits for a hundred to hear it. */
export function unreadKeys(): Unread {
  let left: (() => Promise<void>)[] = [];
  let first = true;
  let reading: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    const some = left;
    left = [];
    const readings = some.map((read) =>
      read().catch((error) => {
        left.push(read);
        throw error;
      }),
    );
    const read = Promise.allSettled(readings)
      .then(() => Promise.all(readings))
      .then(() => {});
    reading = Promise.allSettled([reading, read]).then(() => {});
    return read;
  }

  return {
    async add(read) {
      left.push(read);
      if (!first && left.length < most) return;
      first = false;
      await flush();
    },
    async settle() {
      await reading;
      if (left.length > 0) await flush();
    },
  };
}
