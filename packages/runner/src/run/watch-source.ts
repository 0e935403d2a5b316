import type { Page, Source } from '@dynamodb-migrate/core';

/** How much of a source has been read. */
export interface Reading {
  /** Pages of it. */
  scans: number;
  /** Records of it. */
  read: number;
}

/** A source that counts what is read of it, and that ends when the signal fires, whatever the read under way does. */
export function watchSource(source: Source, signal: AbortSignal): { source: Source; reading: Reading } {
  const reading: Reading = { scans: 0, read: 0 };
  // One listener and no Promise.race, which would keep every page for as long as the signal lives.
  let stop: (() => void) | undefined;
  signal.addEventListener('abort', () => stop?.(), { once: true });
  async function* pages(): AsyncGenerator<Page> {
    const iterator = source[Symbol.asyncIterator]();
    while (!signal.aborted) {
      const { done, value } = await new Promise<IteratorResult<Page>>((resolve, reject) => {
        stop = () => resolve({ done: true, value: undefined });
        iterator.next().then(resolve, reject);
      });
      if (done) return;
      reading.scans++;
      reading.read += value.records.length;
      yield value;
    }
  }
  return { source: { ...source, [Symbol.asyncIterator]: pages }, reading };
}
