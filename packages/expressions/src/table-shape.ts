/** What must be known of a table to carry writes out. */
export interface TableShape {
  /** Attribute names of the key, hash first. */
  keys: readonly string[];
  /** The types of the table's and its indexes' key attributes: `S`, `N` or `B`. */
  keyTypes: { readonly [attribute: string]: string };
  indexes: readonly { name: string; keys: readonly string[] }[];
}
