import { typeOf } from '../items/attribute-type';
import type { AttributeValue } from '../items/attribute-value';
import { orderOf } from '../items/order';
import { invalid } from '../refusal';
import { same, spelled } from '../syntax/apart';
import type { ExpressionKind } from '../syntax/expression-kind';
import type { Condition, Operand } from './condition';

/**
 * Throws a `Refusal` where the values of a condition do not fit what is asked of them.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function checkCondition(kind: ExpressionKind, condition: Condition): void {
  const wrong = (message: string) => invalid(`Invalid ${kind}: ${message}`);
  const misfit = (operator: string, type: string) =>
    wrong(`Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
  check(condition);

  function check(one: Condition): void {
    switch (one.kind) {
      case 'and':
      case 'or':
        for (const part of one.parts) check(part);
        return;
      case 'not':
        check(one.part);
        return;
      default:
        for (const operand of one.operands) checkSize(operand);
        checkOperands(one, one.operands);
    }
  }

  function checkOperands(one: Condition, operands: readonly Operand[]): void {
    if (one.kind === 'comparison') {
      checkDistinct(one.comparator, operands);
      if (one.comparator !== '=' && one.comparator !== '<>') checkOrdered(one.comparator, operands);
    } else if (one.kind === 'in') checkDistinct('IN', operands);
    else if (one.kind === 'between') {
      checkDistinct('BETWEEN', operands);
      checkOrdered('BETWEEN', operands);
      checkBounds(operands[1]!, operands[2]!);
    } else if (one.kind === 'function') {
      if (operands.length > 1) checkDistinct(one.name, operands);
      checkFunction(one.name, operands);
    }
  }

  function checkSize(operand: Operand): void {
    if (operand.kind !== 'size') return;
    checkSize(operand.of);
    const type = typeBefore(operand.of);
    if (type === 'N' || type === 'BOOL' || type === 'NULL') throw misfit('size', type);
  }

  function checkOrdered(operator: string, operands: readonly Operand[]): void {
    for (const operand of operands) {
      const type = typeBefore(operand);
      if (type !== undefined && !'SNB'.includes(type)) throw misfit(operator, type);
    }
  }

  function checkBounds(low: Operand, high: Operand): void {
    if (low.kind !== 'value' || high.kind !== 'value') return;
    const order = orderOf(low.value, high.value);
    const bounds = `lower bound operand: ${shown(low.value)}, upper bound operand: ${shown(high.value)}`;
    if (order === undefined) {
      throw wrong(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
    }
    if (order > 0) {
      throw wrong(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
    }
  }

  function checkFunction(name: string, operands: readonly Operand[]): void {
    if (name === 'begins_with') {
      for (const operand of operands) {
        const type = typeBefore(operand);
        if (type !== undefined && type !== 'S' && type !== 'B') throw misfit(name, type);
      }
    } else if (name === 'attribute_type') {
      const [, wanted] = operands;
      const type = typeBefore(wanted!);
      if (wanted?.kind !== 'value' || !('S' in wanted.value)) {
        throw misfit(name, type ?? '{BOOL,L,NS,BS,N,SS,M,S,B,NULL}');
      }
      if (!typeNames.has(wanted.value.S)) {
        const valid = 'valid types: {BOOL,L,NS,BS,N,SS,M,S,B,NULL}';
        throw wrong(`Invalid attribute type name found; type: ${wanted.value.S}, ${valid}`);
      }
    }
  }

  function checkDistinct(operator: string, [first, ...others]: readonly Operand[]): void {
    if (first?.kind !== 'path') return;
    const text = spelled(first.path);
    if (others.some((other) => other.kind === 'path' && spelled(other.path) === text)) {
      throw same(kind, operator, first.path);
    }
  }
}

const typeNames = new Set(['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M']);

/** The type of an operand that is known whatever the item. */
function typeBefore(operand: Operand): string | undefined {
  if (operand.kind === 'size') return 'N';
  return operand.kind === 'value' ? typeOf(operand.value) : undefined;
}

function shown(value: AttributeValue): string {
  const [type, content] = Object.entries(value)[0]!;
  return `AttributeValue: {${type}:${content}}`;
}
