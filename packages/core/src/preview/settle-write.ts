import { keyFromId } from '@dynamodb-migrate/expressions';
import { addConsumed, type Consumed, consumedByWrite, sumConsumed } from './capacity';
import type { Door } from './door';
import type { Image } from './overlay-table';
import type { Present } from './present';
import type { PlacedStep } from './steps';

/** A step that was carried out on an image. */
export interface Written {
  step: PlacedStep;
  present: Present;
  after: Image;
  /** Write units for each that a plain write consumes. @default 1 */
  factor?: number;
}

/** Takes note of what a write made of a key, and of the units that it would consume, which are given where they are known. */
export async function settleWrite(door: Door, written: Written): Promise<Consumed | undefined> {
  const { step, present, after } = written;
  const { table, request } = step;
  const id = step.id!;
  if (present.entry !== undefined) {
    table.write(present.entry, after, present.isFirst ? present.image : undefined);
    return consume(door, written, present.image);
  }
  const entry = table.add(id, 'unread', door.overlay.generation);
  table.write(entry, after);
  await door.overlay.unread.add(async () => {
    const before = await door.read(request.TableName, keyFromId(id));
    table.tellBefore(entry, before);
    consume(door, written, before);
  });
  return undefined;
}

function consume({ overlay, target }: Door, { step, after, factor = 1 }: Written, before: Image): Consumed {
  const consumed = sumConsumed([consumedByWrite(step.table.info.indexes, before, after)], factor);
  addConsumed(overlay.usage(target.region, step.request.TableName), consumed);
  return consumed;
}
