import {
  createOverlay,
  type Overlay,
  type PreviewOptions,
  preview,
  type Send,
  type Wire,
} from '@dynamodb-migrate/core';
import { openScratch } from '@dynamodb-migrate/local';
import type { Engine } from '@dynamodb-migrate/test-tools';

export interface Previewed {
  overlay: Overlay;
  send: Send;
  /** What went to the real table, in order. */
  sent: { operation: string; input: Wire }[];
}

/** A previewed door to an engine, with a record of what passes it. */
export async function previewed(real: Engine, over?: Overlay, options?: PreviewOptions): Promise<Previewed> {
  const overlay = over ?? (await newOverlay());
  const sent: Previewed['sent'] = [];
  const recorded: Send = (operation, input, rest) => {
    sent.push({ operation, input });
    return real.send(operation, input, rest);
  };
  return { overlay, send: preview(overlay, options)(recorded, real.target), sent };
}

export async function newOverlay(): Promise<Overlay> {
  const { send: scratch } = await openScratch();
  return createOverlay({ scratch });
}

/** The pages of a scan or query, to its end. */
export async function readAll(send: Send, operation: 'Scan' | 'Query', input: Wire): Promise<Wire[]> {
  const pages: Wire[] = [];
  let ExclusiveStartKey: Wire | undefined;
  do {
    const page = await send(operation, { ...input, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
    pages.push(page);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && pages.length < 1000);
  return pages;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
