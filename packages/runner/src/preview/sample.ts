import { createHash } from 'node:crypto';
import { type Item, isItem, keyId, keyOf, type Page, type Source } from '@dynamodb-migrate/core';

/**
 * A share (0 to 1) of a source's records, spread evenly by a hash of their keys, or of all they hold where keys are not
 * known: the same records each time, and those of a smaller share are among those of a larger one.
 */
export function sampled(source: Source, share: number, keyNames: readonly string[] | undefined): Source {
  const isChosen = (record: unknown) => position(record, keyNames) < share;
  return choosing(source, { expected: source.expected && Math.round(source.expected * share) }, isChosen);
}

/** The first records of a source. */
export function limited(source: Source, limit: number): Source {
  let left = limit;
  const expected = source.expected === undefined ? undefined : Math.min(limit, source.expected);
  return choosing(
    source,
    { expected },
    () => left-- > 0,
    () => left <= 0,
  );
}

function choosing(
  source: Source,
  { expected }: Pick<Source, 'expected'>,
  isChosen: (record: unknown) => boolean,
  isDone = () => false,
): Source {
  const { expected: _, ...rest } = source;
  return {
    ...rest,
    ...(expected !== undefined && { expected }),
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      for await (const page of source) {
        const records = [...page.records];
        const chosen = [...records.keys()].filter((index) => isChosen(records[index]));
        if (chosen.length > 0) {
          yield {
            ...page,
            records: chosen.map((index) => records[index]),
            ...(page.lines && { lines: chosen.map((index) => page.lines![index]!) }),
          };
        }
        if (isDone()) return;
      }
    },
  };
}

function position(record: unknown, keyNames: readonly string[] | undefined): number {
  const key = keyNames && isItem(record) ? keyOf(record as Item, keyNames) : undefined;
  const text = key ? keyId(key) : JSON.stringify(record);
  return createHash('md5').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
