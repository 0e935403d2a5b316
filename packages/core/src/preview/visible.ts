import { type Item, keyFromId } from '@dynamodb-migrate/expressions';
import { isDeclined } from '../send/declined';
import type { Send, Wire } from '../send/send';
import type { OverlayTable } from './overlay-table';
import { indexEntry, placeholders } from './projection';

/**
 * What a scan shows of the image that a scratch table holds of a key: undefined when there is none, or it is not in the
 * index, or filtered out. Only with the key locked.
 */
export async function visible(
  scratch: Send,
  { info }: OverlayTable,
  scratchTable: string,
  id: string,
  scan: Wire,
): Promise<Item | undefined> {
  const request = { TableName: scratchTable, Key: keyFromId(id) };
  const { Item: image } = await scratch('GetItem', request);
  const index = info.indexes.find(({ name }) => name === scan.IndexName);
  const entry = image && index ? indexEntry(index, info.keys, image) : image;
  if (!entry || !(await matches(scratch, request, scan))) return undefined;
  const { ProjectionExpression, AttributesToGet } = scan;
  if (!ProjectionExpression && !AttributesToGet) return scan.Select === 'ALL_ATTRIBUTES' ? image : entry;
  const projection = ProjectionExpression
    ? { ProjectionExpression, ...placeholders(scan, [ProjectionExpression]) }
    : { AttributesToGet };
  return (await scratch('GetItem', { ...request, ...projection })).Item;
}

/** Whether an image passes a scan's filter: an update of nothing, on the condition that the filter states. */
async function matches(scratch: Send, request: Wire, scan: Wire): Promise<boolean> {
  const { FilterExpression, ScanFilter, ConditionalOperator } = scan;
  if (!FilterExpression && !ScanFilter) return true;
  const condition = FilterExpression
    ? { ConditionExpression: FilterExpression, ...placeholders(scan, [FilterExpression]) }
    : { Expected: ScanFilter, ...(ConditionalOperator && { ConditionalOperator }) };
  try {
    await scratch('UpdateItem', { ...request, ...condition });
    return true;
  } catch (error) {
    if (isDeclined(error)) return false;
    throw error;
  }
}
