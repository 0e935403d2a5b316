import type { SendOptions, Wire } from '../send/send';
import type { Door, Operation } from './door';
import { metered, sumCapacities } from './metered';
import type { OverlayTable } from './overlay-table';
import { scratchDoor } from './scratch-door';

/** GetItem: keys that were written are answered from the overlay. */
export const getItem: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const table = await overlay.find(next, target, input.TableName);
  const id = table?.idOf(input.Key);
  if (!table || !(await isWritten(door, table, id))) return metered(door, next, 'GetItem', input, options);
  return scratchDoor(door, table, input.TableName)('GetItem', input, options);
};

const maxKeys = 100;

/** BatchGetItem: the keys that were written are read from the overlay, the others from the real tables. */
export const batchGetItem: Operation = async (door, input, options) => {
  const { overlay, next, target } = door;
  const names = Object.keys(input.RequestItems ?? {});
  const tables = await Promise.all(names.map((name) => overlay.find(next, target, name)));
  const written: { name: string; table: OverlayTable; request: Wire }[] = [];
  const rest: [string, Wire][] = [];
  let keys = 0;
  for (const [index, name] of names.entries()) {
    const table = tables[index];
    const request: Wire = input.RequestItems[name];
    keys += request.Keys?.length ?? 0;
    const ours: Wire[] = [];
    const theirs: Wire[] = [];
    for (const key of request.Keys ?? []) {
      const mine = table && (await isWritten(door, table, table.idOf(key)));
      (mine ? ours : theirs).push(key);
    }
    if (table && ours.length > 0) written.push({ name, table, request: { ...request, Keys: ours } });
    if (theirs.length > 0 || ours.length === 0) rest.push([name, { ...request, Keys: theirs }]);
  }
  // A batch that is too large is DynamoDB's to refuse.
  if (written.length === 0 || keys > maxKeys) return metered(door, next, 'BatchGetItem', input, options);

  const outputs: Wire[] = [];
  if (rest.length > 0) {
    const RequestItems = Object.fromEntries(rest);
    outputs.push(await metered(door, next, 'BatchGetItem', { ...input, RequestItems }, options));
  }
  for (const { name, table, request } of written) {
    const output = await fromScratch(
      door,
      table,
      { ...input, RequestItems: { [table.after]: request } },
      name,
      options,
    );
    outputs.push(output);
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
  const ours = await Promise.all(
    tables.map((table, index) => table !== undefined && isWritten(door, table, table.idOf(gets[index]!.Key))),
  );
  if (!ours.includes(true) || gets.length > maxKeys) return metered(door, next, 'TransactGetItems', input, options);

  const theirs = (input.TransactItems as Wire[]).filter((_, index) => !ours[index]);
  const real =
    theirs.length > 0
      ? await metered(door, next, 'TransactGetItems', { ...input, TransactItems: theirs }, options)
      : undefined;
  if (!real) options?.onResponse?.({ statusCode: 200, headers: {}, attempts: 1 });
  const rest: Wire[] = [...(real?.Responses ?? [])];
  const Responses: Wire[] = [];
  for (const [index, get] of gets.entries()) {
    if (!ours[index]) {
      Responses.push(rest.shift() ?? {});
      continue;
    }
    const { Item } = await getItem(door, { ...get, ConsistentRead: true });
    Responses.push(Item ? { Item } : {});
  }
  return { ...real, Responses };
};

/** Whether a key is answered by the overlay, once what is under way on it is over. */
async function isWritten({ overlay }: Door, table: OverlayTable, id: string | undefined): Promise<boolean> {
  if (id === undefined) return false;
  const lockId = table.lockId(id);
  if (overlay.locks.busy(lockId)) await overlay.locks.run([lockId], async () => {});
  return table.touch(id) !== undefined;
}

async function fromScratch(
  door: Door,
  table: OverlayTable,
  input: Wire,
  name: string,
  options: SendOptions | undefined,
): Promise<Wire> {
  const scratch = async (operation: string, request: Wire) => {
    const output = await door.overlay.scratch(operation, request, options);
    const rename = (tables: Wire = {}) => (tables[table.after] ? { [name]: tables[table.after] } : {});
    const capacity: Wire[] | undefined = output.ConsumedCapacity;
    return {
      Responses: rename(output.Responses),
      UnprocessedKeys: rename(output.UnprocessedKeys),
      ...(capacity && { ConsumedCapacity: capacity.map((units) => ({ ...units, TableName: name })) }),
    };
  };
  return metered(door, scratch, 'BatchGetItem', input);
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
