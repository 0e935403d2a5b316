import type { Page } from './source';

/** Pages that are being read or lie ready, at most. */
const mostPages = 32;

/** Bytes of them, by the mean of the pages that have come. */
const mostBytes = 16 * 2 ** 20;

/**
 * The pages of several segments as they come, each segment's in its order. As many pages are being read or lie ready as
 * memory is meant for; the other segments wait for their turn, so that neither a slow nor an empty segment holds up the rest.
 */
export async function* mergePages(segments: AsyncIterator<Page>[]): AsyncGenerator<Page> {
  if (segments.length === 1) {
    yield* { [Symbol.asyncIterator]: () => segments[0]! };
    return;
  }
  const waiting = [...segments];
  const reading = new Set<AsyncIterator<Page>>();
  const arrived: Arrival[] = [];
  let wake: (() => void) | undefined;
  const advance = (segment: AsyncIterator<Page>) => {
    const arrive = (arrival: Omit<Arrival, 'segment'>) => {
      arrived.push({ segment, ...arrival });
      wake?.();
    };
    segment.next().then(
      (result) => arrive({ result }),
      (error) => arrive({ error }),
    );
  };
  // Before any has come, pages are taken for full ones.
  let pages = 1;
  let bytes = 2 ** 20;
  const room = () => Math.max(1, Math.min(mostPages, Math.floor((mostBytes * pages) / bytes)));
  const startMore = () => {
    while (reading.size < room() && waiting.length > 0) {
      const segment = waiting.shift()!;
      reading.add(segment);
      advance(segment);
    }
  };
  try {
    startMore();
    while (reading.size > 0) {
      if (arrived.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const { segment, result, error } = arrived.shift()!;
      reading.delete(segment);
      if (!result) throw error;
      if (!result.done) {
        waiting.push(segment);
        pages++;
        bytes += result.value.records.bytes ?? 0;
      }
      startMore();
      if (!result.done) yield result.value;
    }
  } finally {
    for (const segment of segments) void segment.return?.();
  }
}

interface Arrival {
  segment: AsyncIterator<Page>;
  result?: IteratorResult<Page>;
  error?: unknown;
}
