import { randomUUID } from 'node:crypto';
import { batchWrites } from '../send/operations';
import type { AttemptFailure, SendOptions, Wire } from '../send/send';
import { afterImage } from './after-image';
import { believed } from './believed';
import type { JournalledDoor, Operation } from './door';
import { fateOf } from './fate';
import { itemId } from './item-id';
import { LostWrite } from './lost-write';
import { readImages } from './read-images';

/**
 * Journals every other operation that changes something. Images before come from a consistent read just before it: what
 * others write to the same items between the two is not seen. Operations that are no writes of items (of tables, say)
 * are written down, but cannot be rolled back.
 */
export async function writeMany(door: JournalledDoor, operation: Operation, options: SendOptions): Promise<Wire> {
  const { reads, book } = door;
  const { name, input, writes } = operation;
  const items = writes.map(({ item }) => item);
  const images = items.length === 0 ? [] : await readImages(reads, items, { signal: options.signal });
  for (const [i, item] of items.entries()) Object.assign(item, { before: images[i], from: 'read' });

  const beliefs = writes.map((write) => believed(door, write));
  const spelled = { operation: name, input: JSON.stringify(input), touched: JSON.stringify(items) };
  const { seq, durable } = book.intend(spelled, door.place);
  await durable;
  try {
    const output = await send(door, operation, options);
    const undone = await unprocessed(door, output);
    const overwrote: { [index: number]: string[] } = {};
    for (const [i, { id, write, item }] of writes.entries()) {
      if (undone.has(id)) continue;
      const undid = beliefs[i]!.overwrote(item.before!);
      if (undid) overwrote[i] = undid;
      beliefs[i]!.leaves(() => afterImage(write, item.before!)?.after);
    }
    const indices = writes.flatMap(({ id }, i) => (undone.has(id) ? [i] : []));
    await book.record({
      ...{ of: seq, result: 'done' },
      ...(indices.length > 0 && { unprocessed: indices }),
      ...(Object.keys(overwrote).length > 0 && { overwrote }),
    });
    for (const [i, attributes] of Object.entries(overwrote)) door.onOverwrote(items[Number(i)]!, attributes);
    return output;
  } catch (error) {
    if (error instanceof LostWrite) for (const { leaves } of beliefs) leaves(() => undefined);
    throw await book.fail(seq, error);
  }
}

async function send({ next }: JournalledDoor, { name, input }: Operation, options: SendOptions): Promise<Wire> {
  let lost = false;
  const onFailure = (failure: AttemptFailure) => {
    options.retry?.onFailure?.(failure);
    lost ||= fateOf(failure.error) === 'unknown';
  };
  // With a token a transaction that is sent again after a lost answer is not applied again.
  const sent =
    name === 'TransactWriteItems' && !input.ClientRequestToken ? { ...input, ClientRequestToken: randomUUID() } : input;
  try {
    return await next(name, sent, { ...options, retry: { ...options.retry, onFailure } });
  } catch (error) {
    throw lost ? new LostWrite(error) : error;
  }
}

async function unprocessed({ target, keyOf }: JournalledDoor, output: Wire): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const write of batchWrites(output.UnprocessedItems ?? {})) {
    const key = await keyOf(write);
    if (key) ids.add(itemId(target, write.table, key));
  }
  return ids;
}
