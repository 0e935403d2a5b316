import type { DocumentPath } from '../items/document-path';
import { invalid } from '../refusal';
import type { ExpressionKind } from './expression-kind';

/** Throws a `Refusal` where a path leads to one of others, or takes for a map what one of them takes for a list. */
export function checkApart(kind: ExpressionKind, others: readonly DocumentPath[], path: DocumentPath): void {
  for (const other of others) {
    const relation = relationOf(other, path);
    if (!relation) continue;
    const paths = `path one: ${spelled(other)}, path two: ${spelled(path)}`;
    throw invalid(
      `Invalid ${kind}: Two document paths ${relation} with each other; must remove or rewrite one of these paths; ${paths}`,
    );
  }
}

function relationOf(a: DocumentPath, b: DocumentPath): 'overlap' | 'conflict' | undefined {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (typeof a[i] !== typeof b[i]) return 'conflict';
    if (a[i] !== b[i]) return undefined;
  }
  return 'overlap';
}

/** A path as DynamoDB's messages spell it: `[a, [1], b]`. */
export function spelled(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** A complaint about an operand that comes again. */
export function same(kind: ExpressionKind, operator: string, path: DocumentPath) {
  const first = `operator: ${operator}, first operand: ${spelled(path)}`;
  return invalid(
    `Invalid ${kind}: The first operand must be distinct from the remaining operands for this operator or function; ${first}`,
  );
}
