/** A value as DynamoDB's network JSON spells it: numbers are decimal text, binaries are base64. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { M: Item }
  | { L: AttributeValue[] }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] };

/** A record (or a key of one) in wire form. */
export type Item = { [attribute: string]: AttributeValue };
