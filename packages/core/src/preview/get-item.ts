import { type Item, projectionOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { Door, Operation } from './door';
import { metered, sumCapacities } from './metered';
import type { OverlayTable } from './overlay-table';
import { answered, consumedByRead, readUnits, sizeOf } from './own-answer';
import { asRefused } from './refused';

/** GetItem: keys that were written are answered from the overlay. */
export const getItem: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const table = await overlay.find(next, target, input.TableName);
  const entry = table && (await writtenEntry(door, table, input.Key));
  if (!table || entry === undefined) return metered(door, next, 'GetItem', input, options);
  const output = ownItem(door, table, entry, input, 1);
  answered(options);
  return output;
};

/** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maxKeys = 100;

/** BatchGetItem: the keys that were written are read from the overlay, the others from the real tables. */
export const batchGetItem: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const names = Object.keys(input.RequestItems ?? {});
  const tables = await Promise.all(names.map((name) => overlay.find(next, target, name)));
  const written: { name: string; table: OverlayTable; request: Wire; entries: number[] }[] = [];
  const rest: [string, Wire][] = [];
  let keys = 0;
  let isRefused = false;
  for (const [index, name] of names.entries()) {
    const table = tables[index];
    const request: Wire = input.RequestItems[name];
    keys += request.Keys?.length ?? 0;
    const entries: number[] = [];
    const theirs: Wire[] = [];
    for (const key of request.Keys ?? []) {
      const entry = table && (await writtenEntry(door, table, key));
      if (entry === undefined) theirs.push(key);
      else if (entries.includes(entry)) isRefused = true;
      else entries.push(entry);
    }
    if (table && entries.length > 0) written.push({ name, table, request, entries });
    if (theirs.length > 0 || entries.length === 0) rest.push([name, { ...request, Keys: theirs }]);
  }
  // A batch that is too large, or holds a key twice, is DynamoDB's to refuse.
  if (written.length === 0 || keys > maxKeys || isRefused) return metered(door, next, 'BatchGetItem', input, options);

  const outputs: Wire[] = [];
  if (rest.length > 0) {
    const RequestItems = Object.fromEntries(rest);
    outputs.push(await metered(door, next, 'BatchGetItem', { ...input, RequestItems }, options));
  } else answered(options);
  for (const { name, table, request, entries } of written) {
    const asked = { ...request, TableName: name, ReturnConsumedCapacity: input.ReturnConsumedCapacity };
    const answers = entries.map((entry) => ownItem(door, table, entry, asked, 1));
    const capacities = sumCapacities(
      answers.map(({ ConsumedCapacity = [] }) => ({ ConsumedCapacity: [ConsumedCapacity].flat() })),
    );
    outputs.push({
      Responses: { [name]: answers.flatMap(({ Item }) => Item ?? []) },
      UnprocessedKeys: {},
      ...capacities,
    });
  }
  return {
    Responses: mergeTables(outputs.map(({ Responses }) => Responses)),
    UnprocessedKeys: mergeTables(outputs.map(({ UnprocessedKeys }) => UnprocessedKeys)),
    ...sumCapacities(outputs),
  };
};

/** TransactGetItems: as separate gets for what was written, as one transaction for the rest. */
export const transactGetItems: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const gets: Wire[] = (input.TransactItems ?? []).map((item: Wire) => item?.Get);
  const tables = await Promise.all(gets.map((get) => get && overlay.find(next, target, get.TableName)));
  const ours = await Promise.all(tables.map((table, index) => table && writtenEntry(door, table, gets[index]!.Key)));
  if (ours.every((entry) => entry === undefined) || gets.length > maxKeys) {
    return metered(door, next, 'TransactGetItems', input, options);
  }
  const theirs = (input.TransactItems as Wire[]).filter((_, index) => ours[index] === undefined);
  const real =
    theirs.length > 0
      ? await metered(door, next, 'TransactGetItems', { ...input, TransactItems: theirs }, options)
      : undefined;
  if (!real) answered(options);
  const rest: Wire[] = [...(real?.Responses ?? [])];
  const Responses: Wire[] = gets.map((get, index) => {
    const entry = ours[index];
    if (entry === undefined) return rest.shift() ?? {};
    const { Item } = ownItem(door, tables[index]!, entry, { ...get, ConsistentRead: true }, 2);
    return Item ? { Item } : {};
  });
  return { ...real, Responses };
};

/** The entry of a key that was written, once what is under way on it is over. */
async function writtenEntry(
  { overlay }: Door,
  table: OverlayTable,
  key: Item | undefined,
): Promise<number | undefined> {
  const id = table.idOf(key);
  // What is no key of the table is DynamoDB's to refuse.
  if (id === undefined || Object.keys(key!).length !== table.info.keys.length) return undefined;
  const lockId = table.lockId(id);
  if (overlay.locks.busy(lockId)) await overlay.locks.run([lockId], async () => {});
  return table.find(id);
}

function ownItem(door: Door, table: OverlayTable, entry: number, input: Wire, factor: number): Wire {
  const project = asRefused(() => projectionOf(input));
  const image = table.image(entry);
  const units = readUnits(sizeOf([image]), input.ConsistentRead) * factor;
  const ConsumedCapacity = consumedByRead(door, input, input.TableName, units);
  return {
    ...(image && { Item: project ? project(image) : image }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}

function mergeTables(parts: readonly Wire[]): Wire {
  const merged = new Map<string, Wire>();
  for (const part of parts) {
    for (const [name, value] of Object.entries<any>(part ?? {})) {
      const known: any = merged.get(name);
      if (!known) merged.set(name, value);
      else if (Array.isArray(value)) merged.set(name, [...known, ...value]);
      else merged.set(name, { ...known, Keys: [...known.Keys, ...value.Keys] });
    }
  }
  return Object.fromEntries(merged);
}
