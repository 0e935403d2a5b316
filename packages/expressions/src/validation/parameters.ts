import type { Input } from '../input';
import { invalid } from '../refusal';

/** Throws a `Refusal` where an input has parameters of both kinds, or placeholders for no expression. */
export function checkKinds(input: Input, expressions: readonly string[], others: readonly string[]): void {
  const used = expressions.filter((name) => isGiven(input[name]));
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (used.length === 0) {
    if (isGiven(names)) throw invalid('ExpressionAttributeNames can only be specified when using expressions');
    if (isGiven(values)) {
      const none = `${expressions.join(' and ')} ${expressions.length > 1 ? 'are' : 'is'} null`;
      throw invalid(`ExpressionAttributeValues can only be specified when using expressions: ${none}`);
    }
    return;
  }
  const mixed = others.filter((name) => isGiven(input[name]));
  if (mixed.length > 0) {
    const both = `Non-expression parameters: {${mixed.join(', ')}} Expression parameters: {${used.join(', ')}}`;
    throw invalid(`Can not use both expression and non-expression parameters in the same request: ${both}`);
  }
}

/**
 * Throws a `Refusal` where ConditionalOperator has not at least two conditions to join; `conditions` are those of Expected, of
 * QueryFilter or of ScanFilter.
 */
export function checkConditionalOperator(input: Input, conditions: object | undefined | null): void {
  if (!isGiven(input.ConditionalOperator)) return;
  checkWord(input, 'ConditionalOperator', ['OR', 'AND']);
  if (!isGiven(conditions)) throw invalid('ConditionalOperator cannot be used without Filter or Expected');
  if (Object.keys(conditions!).length > 1) return;
  throw invalid('ConditionalOperator can only be used when Filter or Expected has two or more elements');
}

/** Throws a `Refusal` where a parameter is none of the words that it may be. */
export function checkWord(input: Input, parameter: string, words: readonly string[]): void {
  const word = input[parameter];
  if (!isGiven(word) || words.includes(word)) return;
  throw unknownWord(parameter[0]!.toLowerCase() + parameter.slice(1), word, words);
}

/** A complaint about a parameter that is not there. */
export function missingParameter(name: string) {
  return invalid(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A complaint about a parameter that is none of the words that it may be. */
export function unknownWord(name: string, word: unknown, words: readonly string[]) {
  return invalid(
    `1 validation error detected: Value '${word}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`,
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
