import type { SpelledCondition, SpelledOperand } from '../syntax/condition';
import type { ExpressionKind } from '../syntax/expression-kind';
import { type Placeholders, resolvePath, resolveValue } from '../syntax/placeholders';
import { checkCondition } from './check-condition';
import type { Condition, Operand } from './condition';

/** A condition with its names and values in it. Throws a `Refusal` where values do not fit what is asked of them. */
export function resolveCondition(
  kind: ExpressionKind,
  tree: SpelledCondition,
  { names, values }: Placeholders,
): Condition {
  const operand = (spelled: SpelledOperand): Operand => {
    switch (spelled.kind) {
      case 'value':
        return { kind: 'value', value: resolveValue(kind, spelled.placeholder, values) };
      case 'path':
        return { kind: 'path', path: resolvePath(kind, spelled.path, names) };
      case 'size':
        return { kind: 'size', of: operand(spelled.of) };
    }
  };
  const condition = (spelled: SpelledCondition): Condition => {
    switch (spelled.kind) {
      case 'and':
      case 'or':
        return { kind: spelled.kind, parts: spelled.parts.map(condition) };
      case 'not':
        return { kind: 'not', part: condition(spelled.part) };
      default:
        return { ...spelled, operands: spelled.operands.map(operand) };
    }
  };
  const resolved = condition(tree);
  checkCondition(kind, resolved);
  return resolved;
}
