import type { Input } from '../input';
import { typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';
import { own } from '../items/own';
import { invalid, invalidParameter } from '../refusal';
import { type Comparator, parseCondition } from '../syntax/condition';
import { placeholdersOf } from '../syntax/placeholders';
import type { TableShape } from '../table-shape';
import { readable } from '../validation/readable';
import { acceptValue } from '../validation/value';
import type { Condition, Operand } from './condition';
import { comparison } from './legacy';
import { resolveCondition } from './resolve';

/** The part of a table or an index that a Query reads. */
export interface KeyCondition {
  /** The value of the first key attribute. */
  partition: AttributeValue;
  matches(item: Item): boolean;
}

interface KeyTest {
  operator: string;
  values: readonly AttributeValue[];
}

/**
 * What a Query reads of a table or index with these key attributes, hash first: its KeyConditionExpression or its
 * KeyConditions. Throws a `Refusal`, where `keyTypes` are given for values of other types too.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
export function keyConditionOf(input: Input, keys: readonly string[], keyTypes?: TableShape['keyTypes']): KeyCondition {
  return readable(input, () => read(input, keys, keyTypes));
}

function read(input: Input, keys: readonly string[], keyTypes: TableShape['keyTypes'] = {}): KeyCondition {
  const tests = input.KeyConditionExpression === undefined ? legacyTests(input) : expressionTests(input);
  const [hash, range] = keys as [string, string?];
  const first = tests.get(hash);
  if (!first) throw invalid(`Query condition missed key schema element: ${hash}`);
  if (first.operator !== 'EQ') throw invalid('Query key condition not supported');
  for (const name of tests.keys()) {
    if (name !== hash && name !== range) {
      throw range && !tests.has(range)
        ? invalid(`Query condition missed key schema element: ${range}`)
        : invalid('Query key condition not supported');
    }
  }
  const parts = [...tests].map(([name, { operator, values }]) => {
    if (!ofKeys.has(operator)) throw invalid('Attempted conditional constraint is not an indexable operation');
    const test = comparison(name, operator, values);
    for (const value of values) checkType(value, keyTypes[name]);
    return [name, test] as const;
  });
  return {
    partition: first.values[0]!,
    matches: (item) => parts.every(([name, test]) => test(own(item, name))),
  };
}

function checkType(value: AttributeValue, type: string | undefined): void {
  if (type === undefined || type === typeOf(value)) return;
  throw invalidParameter('Condition parameter type does not match schema type');
}

const ofKeys = new Set(['EQ', 'LT', 'LE', 'GT', 'GE', 'BETWEEN', 'BEGINS_WITH']);

function legacyTests({ KeyConditions }: Input): Map<string, KeyTest> {
  if (!KeyConditions) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const tests = new Map<string, KeyTest>();
  for (const name of Object.keys(KeyConditions)) {
    const { ComparisonOperator, AttributeValueList = [] } = KeyConditions[name];
    const values = AttributeValueList.map((value: unknown) => acceptValue(value));
    tests.set(name, { operator: ComparisonOperator, values });
  }
  return tests;
}

const spelledOut: { [comparator in Exclude<Comparator, '<>'>]: [operator: string, turned: string] } = {
  '=': ['EQ', 'EQ'],
  '<': ['LT', 'GT'],
  '<=': ['LE', 'GE'],
  '>': ['GT', 'LT'],
  '>=': ['GE', 'LE'],
};

function expressionTests(input: Input): Map<string, KeyTest> {
  const kind = 'KeyConditionExpression';
  const condition = resolveCondition(
    kind,
    parseCondition(kind, input.KeyConditionExpression).tree,
    placeholdersOf(input),
  );
  const tests = new Map<string, KeyTest>();
  for (const part of partsOf(condition)) {
    const [name, test] = keyTest(part);
    if (tests.has(name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
    tests.set(name, test);
  }
  return tests;
}

function partsOf(condition: Condition): Condition[] {
  return condition.kind === 'and' ? condition.parts.flatMap(partsOf) : [condition];
}

function keyTest(condition: Condition): [name: string, test: KeyTest] {
  switch (condition.kind) {
    case 'comparison': {
      if (condition.comparator === '<>') throw unusable('<>');
      const [left, right] = condition.operands as [Operand, Operand];
      const [operator, turned] = spelledOut[condition.comparator];
      if (left.kind === 'path') return [attribute(left), { operator, values: [operandValue(right)] }];
      return [attribute(right), { operator: turned, values: [operandValue(left)] }];
    }
    case 'between': {
      const [key, low, high] = condition.operands as [Operand, Operand, Operand];
      return [attribute(key, 'BETWEEN'), { operator: 'BETWEEN', values: [operandValue(low), operandValue(high)] }];
    }
    case 'function': {
      if (condition.name !== 'begins_with') throw unusable(condition.name);
      const [key, start] = condition.operands as [Operand, Operand];
      return [attribute(key, 'begins_with'), { operator: 'BEGINS_WITH', values: [operandValue(start)] }];
    }
    default:
      throw unusable(condition.kind.toUpperCase());
  }
}

function attribute(operand: Operand, operator?: string): string {
  if (operand.kind === 'size') throw invalid('KeyConditionExpressions cannot contain nested operations');
  if (operand.kind === 'value') {
    const where = 'Invalid condition in KeyConditionExpression';
    throw operator
      ? invalid(`${where}: ${operator} operator must have the key attribute as its first operand`)
      : invalid(`${where}: No key attribute specified`);
  }
  if (operand.path.length > 1) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return operand.path[0] as string;
}

function operandValue(operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'size') throw invalid('KeyConditionExpressions cannot contain nested operations');
  throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
}

function unusable(operator: string) {
  return invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
}
