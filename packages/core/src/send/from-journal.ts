import type { Wire } from './send';

const outputs = new WeakSet<Wire>();

/** Marks an output as one that an earlier session was given: nothing has been sent for it now. */
export function fromJournal(output: Wire): Wire {
  outputs.add(output);
  return output;
}

export function isFromJournal(output: Wire): boolean {
  return outputs.has(output);
}
