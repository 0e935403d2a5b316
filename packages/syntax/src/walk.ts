import type { SyntaxNode } from './parse';

/** The nodes right below a node, in the order of the text. */
export function children(node: SyntaxNode): SyntaxNode[] {
  return Object.entries(node)
    .filter(([key]) => key !== 'loc' && !key.endsWith('Comments'))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === 'string');
}

/** A node and all below it; `enter` may keep out of one. */
export function* walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) if (enter(child)) yield* walk(child, enter);
}
