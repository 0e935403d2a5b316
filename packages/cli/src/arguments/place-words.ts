import type { Word } from './command';
import type { Token } from './read-flags';

/**
 * Finds the words of a command among tokens. A word behind an unknown flag is that flag's value, unless one of ours
 * would be missing then; where several could fill the gap, the first that looks right does. What is left over comes in
 * its order, and its words also by themselves.
 */
export function placeWords(
  tokens: readonly Token[],
  expected: readonly Word[],
): { words: string[]; surplus: string[]; others: string[] } {
  const certain = tokens.filter(({ kind }) => kind === 'word').length;
  let missing = expected.filter(({ missing }) => missing !== undefined).length - certain;
  let doubtful = tokens.filter((token) => token.kind === 'foreign' && token.word !== undefined).length;
  const words: string[] = [];
  const surplus: string[] = [];
  const others: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') {
      if (words.length < expected.length) words.push(token.text);
      else {
        surplus.push(token.text);
        others.push(token.text);
      }
    } else if (token.kind === 'foreign') {
      const { text, word } = token;
      const slot = expected[words.length];
      if (word !== undefined && missing > 0 && slot && (slot.fits(word) || doubtful <= missing)) {
        words.push(word);
        others.push(text);
        missing--;
      } else {
        others.push(word === undefined ? text : `${text} ${word}`);
      }
      if (word !== undefined) doubtful--;
    }
  }
  return { words, surplus, others };
}
