import { type Item, isKey, keyOf } from '@dynamodb-migrate/expressions';
import type { SendOptions } from '../send/send';
import type { Door } from './door';
import type { Image } from './overlay-table';
import { itemOf, type PlacedStep } from './steps';

/** A key that is about to be written. */
export interface Present {
  /** Undefined where nothing is known of the key, and nothing need be. */
  entry: number | undefined;
  image: Image;
  /** Whether the image is the one before the first write. */
  isFirst: boolean;
}

export interface PresentOptions {
  /** Whether the write does not depend on what is there. @default false */
  blind?: boolean;
  options?: SendOptions | undefined;
}

/**
 * The present image of a key: the overlay's; for a key that is written for the first time, what the record being migrated
 * tells; else read from the real table, unless the write is blind. Only with the key locked.
 */
export async function present(
  { overlay, known, target, read }: Door,
  step: PlacedStep,
  { blind = false, options }: PresentOptions = {},
): Promise<Present> {
  const { table, id, request } = step;
  const key = keyOf(itemOf(step) ?? {}, table.info.keys);
  // What can only be refused is not asked for: it would have a reading of others refused with it.
  if (!key || !isKey(key, table.info)) return { entry: undefined, image: undefined, isFirst: true };
  const written = table.find(id!);
  if (written !== undefined) return { entry: written, image: table.image(written), isFirst: false };
  const scanned = known?.(target, request.TableName, key);
  if (!scanned && blind) return { entry: undefined, image: undefined, isFirst: true };
  const image: Image = scanned
    ? ((scanned.image as Item | null) ?? undefined)
    : await read(request.TableName, key, options);
  return { entry: table.add(id!, image, overlay.generation, scanned?.text), image, isFirst: true };
}
