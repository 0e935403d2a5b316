import { decimalOf, isPlain, spell } from '../items/decimal';
import { invalid } from '../refusal';
import { notText } from './not-text';

/**
 * A number in its one spelling. Throws a `Refusal` for what is none or beyond DynamoDB's range.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
 */
export function acceptNumber(text: unknown): string {
  if (typeof text !== 'string') throw notText(text);
  if (isPlain(text)) return text;
  if (text === '') throw invalid('The parameter cannot be converted to a numeric value');
  const decimal = decimalOf(text);
  if (!decimal) throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  const { digits, point } = decimal;
  if (digits !== '' && point > 126) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (digits !== '' && point <= -130) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (digits.length > 38) throw invalid('Attempting to store more than 38 significant digits in a Number');
  return spell(decimal);
}
