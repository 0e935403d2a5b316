import { typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';
import { valueAt } from '../items/document-path';
import { equalValues } from '../items/equal';
import { orderOf } from '../items/order';
import type { BooleanFunction, Comparator } from '../syntax/condition';
import type { Condition, Operand } from './condition';
import { beginsWith, contains } from './contains';
import { elementsOf } from './elements-of';

type Value = AttributeValue | undefined;

/** Whether a condition holds for an item, or for none. */
export function meets(condition: Condition, item: Item | undefined): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => meets(part, item));
    case 'or':
      return condition.parts.some((part) => meets(part, item));
    case 'not':
      return !meets(condition.part, item);
    case 'comparison': {
      const [left, right] = condition.operands;
      return compares(condition.comparator, operandValue(left!, item), operandValue(right!, item));
    }
    case 'between': {
      const [value, low, high] = condition.operands.map((operand) => operandValue(operand, item));
      return compares('>=', value, low) && compares('<=', value, high);
    }
    case 'in': {
      const value = operandValue(condition.operands[0]!, item);
      return condition.operands.some((operand, i) => i > 0 && compares('=', value, operandValue(operand, item)));
    }
    case 'function':
      return applies(condition.name, operandValue(condition.operands[0]!, item), condition.operands[1], item);
  }
}

function applies(name: BooleanFunction, value: Value, other: Operand | undefined, item: Item | undefined): boolean {
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  const operand = other && operandValue(other, item);
  if (!value || !operand) return false;
  if (name === 'attribute_type') return 'S' in operand && typeOf(value) === operand.S;
  return name === 'begins_with' ? beginsWith(value, operand) : contains(value, operand);
}

/** Whether two values compare so; nothing compares with what is not there, and everything differs from it. */
export function compares(comparator: Comparator, a: Value, b: Value): boolean {
  if (comparator === '<>') return !compares('=', a, b);
  if (!a || !b) return false;
  if (comparator === '=') return equalValues(a, b);
  const order = orderOf(a, b);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function operandValue(operand: Operand, item: Item | undefined): Value {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(item, operand.path);
    case 'size': {
      const value = operandValue(operand.of, item);
      const size = value && elementsOf(value);
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}
