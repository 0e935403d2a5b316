import { type Refusal, unreadable } from '../refusal';

/** A complaint about what should be a text. */
export function notText(content: unknown): Refusal {
  if (typeof content === 'number') return unreadable('NUMBER_VALUE cannot be converted to String');
  if (typeof content === 'boolean')
    return unreadable(`${String(content).toUpperCase()}_VALUE cannot be converted to String`);
  return misplacedStructure();
}

/** A complaint about a structure where none should be, or about what should be one. */
export function misplacedStructure(): Refusal {
  return unreadable('Start of structure or map found where not expected');
}
