/** The name of a table that may be given by its ARN. */
export function plainName(table: string): string {
  return /:table\/([^/]+)/.exec(table)?.[1] ?? table;
}
