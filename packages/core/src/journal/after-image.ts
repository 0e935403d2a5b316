import { createHash } from 'node:crypto';
import type { Item } from '../items/attribute-value';
import type { Write } from '../send/operations';
import type { Send, Wire } from '../send/send';
import type { Image } from './entry';

/** What a write makes of an image; undefined when it would have been refused on it. */
export type AfterImage = (write: Write, before: Image) => Promise<Effect | undefined>;

export interface Effect {
  after: Image;
  /** What the operation would have answered. */
  output: Wire;
}

/**
 * Tells what writes make of images: puts and deletes by themselves, updates by running them on a scratch engine, one at
 * a time. Without a scratch engine nothing is known of updates.
 */
export function createAfterImage(scratch?: Send): AfterImage {
  const tables = new Map<string, Promise<unknown>>();
  let turn: Promise<unknown> = Promise.resolve();

  const tableFor = async (send: Send, key: Item) => {
    const definition = scratchTable(key);
    const made = tables.get(definition.TableName) ?? makeTable(send, definition);
    tables.set(definition.TableName, made);
    await made;
    return definition.TableName as string;
  };

  const run = async (send: Send, key: Item, before: Image, input: Wire) => {
    const TableName = await tableFor(send, key);
    if (before) await send('PutItem', { TableName, Item: before });
    else await send('DeleteItem', { TableName, Key: key });
    const { ReturnValuesOnConditionCheckFailure: _, ...known } = input;
    return send('UpdateItem', { ...known, TableName });
  };

  const update = async (send: Send, key: Item, before: Image, input: Wire): Promise<Effect | undefined> => {
    const { ReturnValues: returns } = input;
    try {
      const { Attributes: after } = await run(send, key, before, { ...input, ReturnValues: 'ALL_NEW' });
      if (returns === 'ALL_NEW') return { after, output: { Attributes: after } };
      if (returns === 'ALL_OLD') return { after, output: before ? { Attributes: before } : {} };
      return { after, output: returns?.startsWith('UPDATED') ? await run(send, key, before, input) : {} };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 400) return undefined;
      throw error;
    }
  };

  return async (write, before) => {
    if (write.kind === 'put') return { after: write.item, output: {} };
    if (write.kind === 'delete') return { after: null, output: {} };
    if (!scratch) return undefined;
    const effect = turn.then(() => update(scratch, write.key, before, write.update));
    turn = effect.catch(() => {});
    return effect;
  };
}

function scratchTable(key: Item): Wire {
  const attributes = Object.entries(key)
    .map(([AttributeName, value]) => ({ AttributeName, AttributeType: Object.keys(value)[0]! }))
    .sort((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify(attributes)).digest('hex').slice(0, 32);
  return {
    TableName: `after-image-${digest}`,
    AttributeDefinitions: attributes,
    KeySchema: attributes.map(({ AttributeName }, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    ProvisionedThroughput: { ReadCapacityUnits: 1000, WriteCapacityUnits: 1000 },
  };
}

async function makeTable(send: Send, definition: Wire): Promise<void> {
  const { TableName } = definition;
  try {
    await send('CreateTable', definition);
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
  for (;;) {
    const { Table } = await send('DescribeTable', { TableName });
    if (Table.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
