import type { AttributeValue } from '../items/attribute-value';
import type { DocumentPath } from '../items/document-path';
import type { Tree } from '../syntax/condition';

/** An operand of a condition with its names and values in it. */
export type Operand =
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'path'; path: DocumentPath }
  | { kind: 'size'; of: Operand };

export type Condition = Tree<Operand>;
