import { remembering } from './parsed';
import { parsePath } from './path';
import type { SpelledPath } from './spelled-path';

/**
 * Reads a ProjectionExpression. Throws a `Refusal` for what is none.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
export const parseProjection = remembering((cursor): readonly SpelledPath[] => {
  const paths = [parsePath(cursor)];
  while (cursor.skip(',')) paths.push(parsePath(cursor));
  return paths;
});
