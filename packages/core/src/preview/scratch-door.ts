import type { Send, Wire } from '../send/send';
import type { Door } from './door';
import { metered } from './metered';
import type { OverlayTable } from './overlay-table';

/** Reads of one table answered by its present images in the scratch engine, under the name it was asked for. */
export function scratchDoor(door: Door, table: OverlayTable, name: string): Send {
  const renamed: Send = async (operation, input, options) => {
    const output = await door.overlay.scratch(operation, { ...input, TableName: table.after }, options);
    const { ConsumedCapacity } = output;
    return ConsumedCapacity ? { ...output, ConsumedCapacity: { ...ConsumedCapacity, TableName: name } } : output;
  };
  return (operation, input: Wire, options) => metered(door, renamed, operation, input, options);
}
