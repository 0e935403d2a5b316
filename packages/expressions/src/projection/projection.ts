import type { Input } from '../input';
import type { Item } from '../items/attribute-value';
import type { DocumentPath } from '../items/document-path';
import { checkApart } from '../syntax/apart';
import { placeholdersOf, resolvePath } from '../syntax/placeholders';
import { parseProjection } from '../syntax/projection';
import { projector } from './projector';

/**
 * What a read shows of an item: what its ProjectionExpression or its AttributesToGet names, elements of lists moved up;
 * undefined where it shows all. Throws a `Refusal`.
 * Grammar: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
export function projectionOf(input: Input): ((item: Item) => Item) | undefined {
  const { ProjectionExpression, AttributesToGet } = input;
  if (typeof ProjectionExpression === 'string') {
    const kind = 'ProjectionExpression';
    const { names } = placeholdersOf(input);
    const paths: DocumentPath[] = [];
    for (const spelled of parseProjection(kind, ProjectionExpression).tree) {
      const path = resolvePath(kind, spelled, names);
      checkApart(kind, paths, path);
      paths.push(path);
    }
    return projector(paths);
  }
  return AttributesToGet ? projector(AttributesToGet.map((name: string) => [name])) : undefined;
}
