import type { Word } from './command';
import type { Token } from './tokens';

/**
 * Finds the words of a command among tokens. A word behind an unknown flag is that flag's value, unless one of ours
 * would be missing then; where several could fill the gap, the first that looks right does.
 */
export function placeWords(
  tokens: readonly Token[],
  expected: readonly Word[],
): { words: string[]; surplus: string[]; foreign: string[] } {
  const certain = tokens.filter(({ kind }) => kind === 'word').length;
  let missing = expected.filter(({ missing }) => missing !== undefined).length - certain;
  let doubtful = tokens.filter((token) => token.kind === 'foreign' && token.word !== undefined).length;
  const words: string[] = [];
  const surplus: string[] = [];
  const foreign: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') {
      (words.length < expected.length ? words : surplus).push(token.text);
    } else if (token.kind === 'foreign') {
      const { text, word } = token;
      const slot = expected[words.length];
      if (word !== undefined && missing > 0 && slot && (slot.fits(word) || doubtful <= missing)) {
        words.push(word);
        foreign.push(text);
        missing--;
      } else {
        foreign.push(word === undefined ? text : `${text} ${word}`);
      }
      if (word !== undefined) doubtful--;
    }
  }
  return { words, surplus, foreign };
}
