import type { Input } from '../../src';
import { type Item, typeOf, valueAt } from '../../src';

const path = String.raw`#?[A-Za-z]\w*(?:\.#?\w+|\[\d+\])*`;
const comparison = new RegExp(String.raw`(${path})\s*(?:<=?|>=?|between)\s*(${path})(?!\s*\()`, 'giu');
const ordered = ['S', 'N', 'B'];

/** Whether an expression asks for the order of two attributes of one type that has none. */
export function ordersUnordered(item: Item | undefined, input: Input): boolean {
  const expression: string = input.ConditionExpression ?? input.FilterExpression ?? '';
  return [...expression.matchAll(comparison)].some(([, first, second]) => {
    const [a, b] = [first!, second!].map((spelled) => valueAt(item ?? null, stepsOf(spelled, input)));
    return a && b && typeOf(a) === typeOf(b) && !ordered.includes(typeOf(a));
  });
}

function stepsOf(spelled: string, { ExpressionAttributeNames: names = {} }: Input): (string | number)[] {
  return [...spelled.matchAll(/#?\w+/g)].map(([step], at) => {
    if (/^\d+$/.test(step) && at > 0) return Number(step);
    return step.startsWith('#') ? (names[step] ?? step) : step;
  });
}
