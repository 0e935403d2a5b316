// Controls, halves of characters, separators of lines, and what turns or joins the text around it; then letters and marks that
// are drawn as nothing. Selectors of the look of an emoji (U+FE00 to U+FE0F) may stay.
const unprintable =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}\u2065\ufff0-\ufff8\u{e0000}-\u{e0fff}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f|\u3164|\uffa0/gu;

/** The text in one line, in which nothing is invisible and nothing acts: `\u202e` stands for such a character, as in JSON. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** The same, line by line: line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(/[^\n\t]+/g, printable);
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}
