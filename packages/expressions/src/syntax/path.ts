import type { Cursor } from './cursor';
import { isReserved } from './reserved-words';
import type { SpelledPath } from './spelled-path';

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (nested attribute depth)
const mostSteps = 32;

/** Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html */
export function parsePath(cursor: Cursor): SpelledPath {
  const steps: (string | number)[] = [parseName(cursor)];
  for (;;) {
    if (cursor.skip('.')) steps.push(parseName(cursor));
    else if (cursor.skip('[')) {
      steps.push(parseIndex(cursor));
      cursor.expect(']');
    } else break;
  }
  if (steps.length > mostSteps) {
    throw cursor.wrong(`The document path has too many nesting levels; nesting levels: ${steps.length}`);
  }
  cursor.paths.push(steps);
  return steps;
}

export function isPath(token: string): boolean {
  return /^(?:#.|[A-Za-z])/.test(token);
}

function parseName(cursor: Cursor): string {
  const token = cursor.peek();
  if (!isPath(token)) throw cursor.misplaced();
  if (isReserved(token)) throw cursor.wrong(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
  return cursor.next();
}

function parseIndex(cursor: Cursor): number {
  if (!/^\d+$/.test(cursor.peek())) throw cursor.misplaced();
  const index = Number(cursor.next());
  if (index > 0x7fffffff) throw cursor.wrong(`List index is not within the allowable range; index: [${index}]`);
  return index;
}
