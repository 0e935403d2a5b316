import { isSet, typeOf } from '../items/attribute-type';
import type { AttributeValue } from '../items/attribute-value';
import { addNumbers, negated } from '../items/decimal';
import { setElements } from '../items/equal';
import { invalid } from '../refusal';

/**
 * The sum of two numbers, or their difference. Throws a `Refusal` where it takes more digits than DynamoDB has, or is beyond
 * its range.
 */
export function added(a: string, b: string, sign: '+' | '-'): AttributeValue {
  const N = addNumbers(a, sign === '-' ? negated(b) : b);
  if (N === undefined) throw invalid('DynamoDB only supports precision up to 38 digits');
  return { N };
}

/** What ADD makes of a number or a set; undefined where the types do not fit. */
export function addedTo(there: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if ('N' in there && 'N' in value) return added(there.N, value.N, '+');
  const type = typeOf(there);
  if (type !== typeOf(value) || !isSet(value)) return undefined;
  return { [type]: [...new Set([...setElements(there), ...setElements(value)])] } as AttributeValue;
}

/** What DELETE leaves of a set: undefined for nothing, `misfit` where the types do not fit. */
export function takenFrom(there: AttributeValue, value: AttributeValue): AttributeValue | undefined | 'misfit' {
  const type = typeOf(there);
  if (type !== typeOf(value) || !isSet(value)) return 'misfit';
  const gone = new Set(setElements(value));
  const left = setElements(there).filter((element) => !gone.has(element));
  return left.length === 0 ? undefined : ({ [type]: left } as AttributeValue);
}
