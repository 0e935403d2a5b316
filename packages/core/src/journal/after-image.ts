import { applyUpdate, returnedBy } from '@dynamodb-migrate/expressions';
import type { Write } from '../send/operations';
import type { Wire } from '../send/send';
import type { Image } from './entry';

export interface Effect {
  after: Image;
  /** What an update would have answered; `{}` for the others. */
  output: Wire;
}

/** What a write makes of an image, its condition taken to hold; undefined when it would have been refused on it. */
export function afterImage(write: Write, before: Image): Effect | undefined {
  if (write.kind === 'put') return { after: write.item, output: {} };
  if (write.kind === 'delete') return { after: null, output: {} };
  const after = applyUpdate(write.update, before);
  return after && { after, output: returnedBy(write.update, before, after) };
}
