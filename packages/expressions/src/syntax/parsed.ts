import { type Cursor, cursorOf } from './cursor';
import type { ExpressionKind } from './expression-kind';
import type { SpelledPath } from './spelled-path';

/** An expression that was read: placeholders stay as they are. */
export interface Parsed<Tree> {
  readonly tree: Tree;
  /** The paths that it has. */
  readonly paths: readonly SpelledPath[];
  /** The placeholders of names and of values that it has. */
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

const kept = 500;

/** A parser that remembers the latest expressions that it has read. */
export function remembering<Tree>(
  parse: (cursor: Cursor) => Tree,
): (kind: ExpressionKind, text: string) => Parsed<Tree> {
  const known = new Map<string, Parsed<Tree>>();
  return (kind, text) => {
    const before = known.get(text);
    if (before) return before;
    const cursor = cursorOf(kind, text);
    const tree = parse(cursor);
    if (cursor.peek() !== '') throw cursor.misplaced();
    const parsed = { tree, paths: cursor.paths, names: cursor.names, values: cursor.values };
    if (known.size >= kept) known.delete(known.keys().next().value!);
    known.set(text, parsed);
    return parsed;
  };
}
