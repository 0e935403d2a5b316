import {
  type Change,
  createOverlay,
  type Overlay,
  type PreviewOptions,
  preview,
  type Send,
  type TableSummary,
  type Wire,
} from '@dynamodb-migrate/core';
import type { Engine } from '@dynamodb-migrate/test-tools';

export interface Previewed {
  overlay: Overlay;
  send: Send;
  /** What went to the real table, in order. */
  sent: { operation: string; input: Wire }[];
}

/** A previewed door to an engine, with a record of what passes it. */
export async function previewed(
  real: Engine,
  overlay: Overlay = createOverlay(),
  options?: PreviewOptions,
): Promise<Previewed> {
  const sent: Previewed['sent'] = [];
  const recorded: Send = (operation, input, rest) => {
    sent.push({ operation, input });
    return real.send(operation, input, rest);
  };
  return { overlay, send: preview(overlay, options)(recorded, real.target), sent };
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

/** The summary once nothing is left to be read. */
export async function summaryOf(overlay: Overlay): Promise<TableSummary[]> {
  await overlay.settle();
  return overlay.summary();
}

export async function changesOf(overlay: Overlay): Promise<Change[]> {
  await overlay.settle();
  return [...overlay.changes()];
}
