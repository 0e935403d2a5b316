import type { Input } from '../input';
import type { AttributeValue, Item } from '../items/attribute-value';
import { childOf, type DocumentPath } from '../items/document-path';
import { define, own } from '../items/own';
import { checkApart } from '../syntax/apart';
import { placeholdersOf, resolvePath } from '../syntax/placeholders';
import { parseProjection } from '../syntax/projection';

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

/** What is asked for at a step and below it. */
interface Branch {
  whole: boolean;
  steps: Map<string | number, Branch>;
}

function projector(paths: readonly DocumentPath[]): (item: Item) => Item {
  const root = branch();
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.steps.get(step) ?? branch();
      at.steps.set(step, next);
      at = next;
    }
    at.whole = true;
  }
  return (item) => members(item, root);
}

function branch(): Branch {
  return { whole: false, steps: new Map() };
}

function members(map: Item, { steps }: Branch): Item {
  const shown: Item = {};
  for (const [name, below] of steps) {
    const value = own(map, name as string);
    const part = value && partOf(value, below);
    if (part) define(shown, name as string, part);
  }
  return shown;
}

/** The part of a value that is asked for; undefined where it has nothing of it. */
function partOf(value: AttributeValue, below: Branch): AttributeValue | undefined {
  if (below.whole) return value;
  if ('M' in value) {
    const shown = members(value.M, below);
    return Object.keys(shown).length > 0 ? { M: shown } : undefined;
  }
  if (!('L' in value)) return undefined;
  const indexes = [...below.steps.keys()].filter((step) => typeof step === 'number').sort((a, b) => a - b);
  const shown = indexes.flatMap((index) => {
    const element = childOf(value, index);
    const part = element && partOf(element, below.steps.get(index)!);
    return part ? [part] : [];
  });
  return shown.length > 0 ? { L: shown } : undefined;
}
