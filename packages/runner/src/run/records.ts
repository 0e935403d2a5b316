import { Readable } from 'node:stream';
import { lines, type Page, type Source } from '@dynamodb-migrate/core';
import type { RunScriptOptions } from './options/run-script';

/** Records that are given in place of a scan. */
export interface GivenRecords {
  source: Source;
  form: 'wire' | 'plain';
  /** Reads no further. */
  close(): void;
}

/** A source of what `records` gives: lines where that is text or bytes, else the records themselves. */
export async function givenRecords({
  records,
  form,
  input = 'the records',
  log,
}: RunScriptOptions): Promise<GivenRecords> {
  if (records instanceof Readable && !records.readableObjectMode) return fromLines(records);
  const iterator = iterate(records!);
  const first = await iterator.next();
  const all = (async function* () {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  if (typeof first.value === 'string' || first.value instanceof Uint8Array) return fromLines(Readable.from(all));
  return { source: fromObjects(all), form: form ?? 'plain', close: () => void iterator.return?.() };

  function fromLines(readable: Readable): GivenRecords {
    const kind = form ?? 'wire';
    return {
      source: lines({ input: readable, from: input, form: kind, ...(log && { notes: log }) }),
      form: kind,
      close: () => readable.destroy(),
    };
  }
}

function iterate(records: NonNullable<RunScriptOptions['records']>): AsyncIterator<unknown> {
  if (Symbol.asyncIterator in records) return records[Symbol.asyncIterator]();
  return (async function* () {
    yield* records;
  })();
}

function fromObjects(records: AsyncIterable<unknown>): Source {
  return {
    name: ({ first }, index) => `record ${first + index}`,
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      let first = 1;
      for await (const record of records) yield { segment: 0, records: [record], first: first++ };
    },
  };
}
