import { type Item, keyId } from '@dynamodb-migrate/expressions';
import { batchWrites, isSingleWrite, keyOfPart, writesOf } from '../send/operations';
import { backoff } from '../send/retry';
import type { Layer, Send, SendOptions, Wire } from '../send/send';
import type { Describe } from '../tables/describe';

/** What DynamoDB takes in one BatchWriteItem. */
const most = 25;

/** A write that waits for company. */
interface Waiting {
  operation: 'PutItem' | 'DeleteItem';
  input: Wire;
  options: SendOptions | undefined;
  resolve: (output: Wire) => void;
  reject: (error: unknown) => void;
}

/**
 * Lets plain puts and deletes that are under way at the same time travel together in BatchWriteItem requests. Each
 * caller gets its own result or error; a batch that is refused is sent again one by one. Two writes to one key never
 * share a batch and never overtake each other.
 */
export function coalesce(describe: Describe): Layer {
  return (next) => {
    const tables = new Map<string, ReturnType<typeof tableBatches>>();
    return (operation, input, options) => {
      if (!isSingleWrite(operation)) return next(operation, input, options);
      let batches = tables.get(input.TableName);
      if (!batches) {
        batches = tableBatches(next, input.TableName, describe);
        tables.set(input.TableName, batches);
      }
      return batches.send(operation, input, options);
    };
  };
}

function tableBatches(next: Send, table: string, describe: Describe) {
  /** The last write under way on each key. */
  const busy = new Map<string, Promise<unknown>>();
  const waiting: Waiting[] = [];
  let scheduled = false;
  /** Null when the table's key cannot be known, or batches are not permitted: writes then go one by one. */
  let keys: readonly string[] | null = null;
  let learned: Promise<void> | undefined;

  const flush = () => {
    scheduled = false;
    while (waiting.length > 0) void sendTogether(waiting.splice(0, most));
  };

  const sendTogether = async (writes: Waiting[]): Promise<void> => {
    if (writes.length === 1 || keys === null) {
      for (const write of writes) sendAlone(write);
      return;
    }
    let left = writes;
    for (let round = 0; left.length > 0; round++) {
      try {
        const output = await next('BatchWriteItem', { RequestItems: { [table]: left.map(requestOf) } });
        const unprocessed = idsOf(output.UnprocessedItems?.[table] ?? []);
        const undone = left.filter((write) => unprocessed.has(idOf(write)));
        for (const write of left) if (!undone.includes(write)) write.resolve({});
        left = undone;
      } catch (error) {
        if ((error as Error).name === 'AccessDeniedException') keys = null;
        // The error may be of one item alone, or of batches as such.
        for (const write of left) sendAlone(write);
        return;
      }
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, backoff(Math.min(round, 8))));
    }
  };

  const sendAlone = ({ operation, input, options, resolve, reject }: Waiting) => {
    next(operation, input, options).then(resolve, reject);
  };

  const keyOf = (operation: string, input: Wire) => keyOfPart(writesOf(operation, input)[0]!, keys!);
  const idOf = ({ operation, input }: Waiting) => keyId(keyOf(operation, input)!);
  const idsOf = (requests: Wire[]) =>
    new Set(batchWrites({ [table]: requests }).map((write) => keyId(keyOfPart(write, keys!)!)));

  const join = (operation: Waiting['operation'], input: Wire, options: SendOptions | undefined) =>
    new Promise<Wire>((resolve, reject) => {
      waiting.push({ operation, input, options, resolve, reject });
      if (waiting.length >= most) flush();
      else if (!scheduled) {
        scheduled = true;
        setImmediate(flush);
      }
    });

  const learnKeys = async () => {
    keys = await describe(next, table).then(
      (info) => info.keys,
      () => null,
    );
  };

  return {
    async send(operation: string, input: Wire, options: SendOptions | undefined): Promise<Wire> {
      // Awaited by each write, also when it is known already, so that the first ones are not overtaken.
      learned ??= learnKeys();
      await learned;
      const key: Item | undefined = keys ? keyOf(operation, input) : undefined;
      if (!key) return next(operation, input, options);
      const id = keyId(key);
      const before = busy.get(id);
      const plain = operation !== 'UpdateItem' && isPlain(input);
      const write = async () => {
        // A failed write before this one is its own caller's affair.
        if (before) await before.catch(() => {});
        return plain ? join(operation as Waiting['operation'], input, options) : next(operation, input, options);
      };
      const sent = write();
      busy.set(id, sent);
      try {
        return await sent;
      } finally {
        if (busy.get(id) === sent) busy.delete(id);
      }
    },
  };
}

function requestOf({ operation, input }: Waiting): Wire {
  return operation === 'PutItem' ? { PutRequest: { Item: input.Item } } : { DeleteRequest: { Key: input.Key } };
}

/** Whether a put or delete asks for nothing that a batch cannot give. */
function isPlain(input: Wire): boolean {
  for (const name in input) {
    if (name === 'TableName' || name === 'Item' || name === 'Key' || input[name] === undefined) continue;
    if (name.startsWith('Return') && input[name] === 'NONE') continue;
    return false;
  }
  return true;
}
