import { createDescribe, type Send, type Wire, writesOf } from '@dynamodb-migrate/core';
import { doubtsOf, unknownKey } from '../values/key-doubts';
import { clientError } from './errors';

const describe = createDescribe();

/**
 * Gives the items that are put their keys' own digits, where a number may stand for several; asks for the table's key only
 * then. Throws `UnknownKey` where they cannot be known.
 */
export async function giveOwnKeys(send: Send, operation: string, input: Wire): Promise<void> {
  for (const write of writesOf(operation, input)) {
    if (write.kind !== 'put' || !write.item) continue;
    const doubts = doubtsOf(write.item);
    if (doubts.size === 0) continue;
    const { keys } = await describe(send, write.table);
    for (const [attribute, text] of doubts) {
      if (!keys.includes(attribute)) continue;
      if (text === null) throw clientError('UnknownKey', unknownKey(attribute, write.item));
      write.item[attribute] = { N: text };
    }
  }
}
