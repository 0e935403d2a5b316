import type { Input } from '../input';
import { typeOf } from '../items/attribute-type';
import type { AttributeValue, Item } from '../items/attribute-value';
import { orderOf } from '../items/order';
import { own } from '../items/own';
import { invalid, invalidParameter } from '../refusal';
import { missingParameter, unknownWord } from '../validation/parameters';
import { acceptValue } from '../validation/value';
import { beginsWith, contains } from './contains';
import { compares } from './evaluate';

/** A test of one attribute. */
type Test = (value: AttributeValue | undefined) => boolean;

/**
 * Expected with ConditionalOperator, as a test of items. Throws a `Refusal`.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Expected.html
 */
export function expectedTest(expected: Conditions, operator: string | undefined): ItemTest {
  return joined(expected, operator, expectation);
}

/**
 * QueryFilter or ScanFilter with ConditionalOperator, as a test of items. Throws a `Refusal`.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Conditions.html
 */
export function filterTest(filter: Conditions, operator: string | undefined): ItemTest {
  return joined(filter, operator, (name, { ComparisonOperator, AttributeValueList = [] }) =>
    comparison(name, ComparisonOperator, AttributeValueList.map(accepted)),
  );
}

type ItemTest = (item: Item | undefined) => boolean;
type Conditions = { readonly [attribute: string]: Input };

function joined(
  conditions: Conditions,
  operator: string | undefined,
  testOf: (name: string, condition: Input) => Test,
): ItemTest {
  const tests = Object.entries(conditions).map(([name, condition]): [string, Test] => [name, testOf(name, condition)]);
  const isMet =
    (item: Item | undefined) =>
    ([name, test]: [string, Test]) =>
      test(item && own(item, name));
  return operator === 'OR' ? (item) => tests.some(isMet(item)) : (item) => tests.every(isMet(item));
}

function accepted(value: unknown): AttributeValue {
  return acceptValue(value);
}

function expectation(name: string, { ComparisonOperator, AttributeValueList, Value, Exists }: Input): Test {
  if (ComparisonOperator === undefined) {
    if (AttributeValueList !== undefined) {
      throw invalidParameter(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
    }
    return existence(name, Value, Exists);
  }
  if (AttributeValueList !== undefined && Value !== undefined) {
    throw invalidParameter(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
  }
  if (Exists !== undefined) {
    throw invalidParameter(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
  }
  const values: unknown[] = AttributeValueList ?? (Value === undefined ? [] : [Value]);
  return comparison(name, ComparisonOperator, values.map(accepted));
}

function existence(name: string, Value: unknown, Exists: boolean | undefined): Test {
  if (Exists === false) {
    if (Value === undefined) return (value) => value === undefined;
    throw invalidParameter(`Value cannot be used when Exists is false for Attribute: ${name}`);
  }
  if (Value === undefined) {
    throw invalidParameter(`Value must be provided when Exists is ${Exists ?? 'null'} for Attribute: ${name}`);
  }
  const wanted = acceptValue(Value);
  return (value) => compares('=', value, wanted);
}

/** A test by a comparison operator and its values. Throws a `Refusal` where they do not fit each other. */
export function comparison(name: string, operator: string, values: readonly AttributeValue[]): Test {
  const known = operators.get(operator);
  if (!known) throw unknownOperator(operator);
  const [least, most, types] = known;
  if (values.length < least || values.length > most) {
    if (values.length === 0) {
      throw invalidParameter(
        `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
      );
    }
    throw invalidParameter(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  }
  if (values.some((value) => typeOf(value) !== typeOf(values[0]!))) {
    throw invalidParameter('AttributeValues inside AttributeValueList must be of same type');
  }
  for (const value of values) {
    const type = typeOf(value);
    if (types && !types.includes(type)) {
      throw invalidParameter(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);
    }
  }
  if (operator === 'BETWEEN' && orderOf(values[0]!, values[1]!)! > 0) {
    throw invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');
  }
  return testBy(operator, values);
}

const scalar = ['S', 'N', 'B'];

/** By operator: the least and the most number of values, and the types that they may have. */
const operators = new Map<string, [least: number, most: number, types?: readonly string[]]>([
  ['EQ', [1, 1]],
  ['NE', [1, 1]],
  ['LE', [1, 1, scalar]],
  ['LT', [1, 1, scalar]],
  ['GE', [1, 1, scalar]],
  ['GT', [1, 1, scalar]],
  ['NOT_NULL', [0, 0]],
  ['NULL', [0, 0]],
  ['CONTAINS', [1, 1, scalar]],
  ['NOT_CONTAINS', [1, 1, scalar]],
  ['BEGINS_WITH', [1, 1, ['S', 'B']]],
  ['IN', [1, 100, scalar]],
  ['BETWEEN', [2, 2, scalar]],
]);

function testBy(operator: string, values: readonly AttributeValue[]): Test {
  const [first, second] = values as [AttributeValue, AttributeValue];
  switch (operator) {
    case 'EQ':
      return (value) => compares('=', value, first);
    case 'NE':
      return (value) => compares('<>', value, first);
    case 'LE':
      return (value) => compares('<=', value, first);
    case 'LT':
      return (value) => compares('<', value, first);
    case 'GE':
      return (value) => compares('>=', value, first);
    case 'GT':
      return (value) => compares('>', value, first);
    case 'NOT_NULL':
      return (value) => value !== undefined;
    case 'NULL':
      return (value) => value === undefined;
    case 'CONTAINS':
      return (value) => value !== undefined && contains(value, first);
    case 'NOT_CONTAINS':
      return (value) => value !== undefined && !contains(value, first);
    case 'BEGINS_WITH':
      return (value) => value !== undefined && beginsWith(value, first);
    case 'IN':
      return (value) => values.some((one) => compares('=', value, one));
    default:
      return (value) => compares('>=', value, first) && compares('<=', value, second);
  }
}

function unknownOperator(operator: string | undefined) {
  if (operator === undefined || operator === null) return missingParameter('comparisonOperator');
  return unknownWord('comparisonOperator', operator, [...operators.keys()]);
}
