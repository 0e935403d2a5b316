import type { DocumentPath } from '../items/document-path';
import type { Term } from './term';

/** An action of an UpdateItem, with its names resolved. */
export interface UpdateAction {
  kind: 'set' | 'remove' | 'add' | 'delete';
  path: DocumentPath;
  /** What it works with; of a removal nothing. */
  value?: Term;
}
