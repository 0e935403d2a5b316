import type { Send, Wire } from '@dynamodb-migrate/core';
import fc from 'fast-check';
import type { Item } from '../../src';
import { pageByPage } from './at-once';
import { type PartitionRead, partitionReads, partitions } from './cases/partitions';
import { partitionVerdicts } from './our-verdict';
import { count, type Tally } from './tally';

const readsOfEach = 24;

/** Has an engine filter, project and select the items of partitions, each request a case for every item of one. */
export async function overPartitions(send: Send, table: string, tally: Tally, times: number, seed: number) {
  for (let at = 0; tally.cases < times; at++) {
    const [items] = fc.sample(partitions, { numRuns: 1, seed: seed + at });
    const id = { S: `partition ${at}` };
    const all = items!.map((item, i): Item => ({ ...item, id, at: { N: String(i - 20) } }));
    await pageByPage(all, 25, async (some) => {
      const puts = some.map((Item) => ({ PutRequest: { Item } }));
      await send('BatchWriteItem', { RequestItems: { [table]: puts } });
    });
    const reads = fc.sample(partitionReads, { numRuns: readsOfEach, seed: seed + at });
    await pageByPage(reads, 1, async ([read]) => compare(send, table, tally, read!, id, all));
  }
}

async function compare(send: Send, TableName: string, tally: Tally, read: PartitionRead, id: Wire, items: Item[]) {
  const input = read.requestFor(id);
  const answer = await send('Query', { TableName, ...input }).catch((error) => error as Error);
  const ours = partitionVerdicts(input, items);
  const shown = new Map<string, Item>();
  if (!(answer instanceof Error)) {
    for (const [i, item] of (answer.Items as Item[]).entries()) {
      // A projection may leave the key out, but no item.
      const at = read.kind === 'projection' ? String(i - 20) : (item.at as { N: string }).N;
      shown.set(at, item);
    }
  }
  for (const [i, before] of items.entries()) {
    const one = { kind: read.kind, operation: 'Query' as const, before, input };
    const theirs =
      answer instanceof Error
        ? { error: answer.name, message: answer.message }
        : { after: before, output: shown.get((before.at as { N: string }).N) };
    count(tally, one, ours[i]!, theirs);
    // A refusal is one case.
    if (answer instanceof Error && ours[i]!.error !== undefined) return;
  }
}
