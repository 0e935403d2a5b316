import type { Input } from '../input';
import { invalid } from '../refusal';
import { parseCondition, type SpelledCondition, type SpelledOperand } from '../syntax/condition';
import type { ExpressionKind } from '../syntax/expression-kind';
import { checkUnused, type Placeholders, placeholdersOf, resolvePath } from '../syntax/placeholders';
import { parseProjection } from '../syntax/projection';
import { checkConditionalOperator, checkKinds } from '../validation/parameters';
import { readable } from '../validation/readable';

const expressions = ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'];
const others = ['AttributesToGet', 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'KeyConditions'];

/**
 * Throws a `Refusal` where the parameters of a read do not go together: expressions beside what they replace, placeholders
 * that none of them has, and of a Query of these `keys` a filter of them.
 */
export function checkRead(input: Input, keys?: readonly string[]): void {
  readable(input, () => check(input, keys));
}

function check(input: Input, keys: readonly string[] | undefined): void {
  checkKinds(input, expressions, others);
  checkConditionalOperator(input, input.QueryFilter ?? input.ScanFilter);
  const placeholders = placeholdersOf(input);
  const projection = read(input, 'ProjectionExpression', parseProjection);
  const filter = read(input, 'FilterExpression', parseCondition);
  const keyCondition = read(input, 'KeyConditionExpression', parseCondition);
  checkUnused(placeholders, projection, filter, keyCondition);
  if (!keys) return;
  const filtered = filter ? namesIn(filter.tree, placeholders) : Object.keys(input.QueryFilter ?? {});
  const key = filtered.find((name) => keys.includes(name));
  if (key === undefined) return;
  throw invalid(
    `${filter ? 'Filter Expression' : 'QueryFilter'} can only contain non-primary key attributes: Primary key attribute: ${key}`,
  );
}

function read<T>(input: Input, kind: ExpressionKind, parse: (kind: ExpressionKind, text: string) => T): T | undefined {
  return typeof input[kind] === 'string' ? parse(kind, input[kind]) : undefined;
}

function namesIn(condition: SpelledCondition, placeholders: Placeholders): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap((part) => namesIn(part, placeholders));
    case 'not':
      return namesIn(condition.part, placeholders);
    default:
      return condition.operands.flatMap((operand) => nameIn(operand, placeholders));
  }
}

function nameIn(operand: SpelledOperand, placeholders: Placeholders): string[] {
  if (operand.kind === 'size') return nameIn(operand.of, placeholders);
  if (operand.kind === 'value') return [];
  return [resolvePath('FilterExpression', operand.path, placeholders.names)[0] as string];
}
