import type { AttributeValue } from '@dynamodb-migrate/core';
import { type Condition, call, join, not, type Path } from './condition';

interface LegacyCondition {
  Exists?: boolean;
  Value?: AttributeValue;
  ComparisonOperator?: string;
  AttributeValueList?: AttributeValue[];
}

const comparisons: { [operator: string]: string } = {
  EQ: '=',
  NE: '<>',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
  IN: 'in',
  BETWEEN: 'between',
};

/** `Expected`, `ScanFilter` or `QueryFilter` as a condition; dynalite's own reading of them knows no `OR`. */
export function fromLegacy(conditions: { [attribute: string]: LegacyCondition }, operator = 'AND'): Condition {
  const parts = Object.entries(conditions).map(([name, condition]) => one([name], condition));
  return join(operator === 'OR' ? 'or' : 'and', parts);
}

function one(path: Path, { Exists, Value, ComparisonOperator, AttributeValueList }: LegacyCondition): Condition {
  const values = AttributeValueList ?? (Value ? [Value] : []);
  const operator = ComparisonOperator ?? (Exists === false ? 'NULL' : 'EQ');
  if (operator === 'NULL') return call('attribute_not_exists', path);
  if (operator === 'NOT_NULL') return call('attribute_exists', path);
  if (operator === 'CONTAINS') return call('contains', path, ...values);
  if (operator === 'NOT_CONTAINS') {
    return join('and', [call('attribute_exists', path), not(call('contains', path, ...values))]);
  }
  if (operator === 'BEGINS_WITH') return call('begins_with', path, ...values);
  return { type: comparisons[operator]!, args: [path, ...values] };
}
