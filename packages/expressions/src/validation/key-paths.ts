import { invalid } from '../refusal';
import type { Parsed } from '../syntax/parsed';
import { type Placeholders, resolveName } from '../syntax/placeholders';
import type { TableShape } from '../table-shape';

/** Throws a `Refusal` where an expression has a path into a key attribute of a table or of one of its indexes. */
export function checkKeyPaths(
  { keys, indexes }: TableShape,
  { names }: Placeholders,
  ...expressions: (Parsed<unknown> | undefined)[]
): void {
  for (const expression of expressions) {
    if (!expression) continue;
    for (const path of expression.paths) {
      if (path.length === 1) continue;
      const name = resolveName(path[0] as string, names);
      if (keys.includes(name)) throw notScalar('Key', name);
      if (indexes.some((index) => index.keys.includes(name))) throw notScalar('IndexKey', name);
    }
  }
}

function notScalar(kind: string, name: string) {
  return invalid(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`,
  );
}
