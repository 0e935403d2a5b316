import { printable } from '@dynamodb-migrate/core';

// Every text that a page holds and that is not its own comes out of here, where it can be neither Markdown nor HTML, nor
// what GitHub or GitLab act on: names, numbers of issues, addresses, emoji. Escapes would not do for the latter, which are
// looked for after they are resolved; they are not looked for in code.

/** Text as code, whole. */
export function code(text: string): string {
  const shown = printable(text) || ' ';
  const fence = '`'.repeat(longestRun(shown) + 1);
  // One space on each side is taken for a part of the fences.
  const spaced = /^`|`$|^ .*[^ ].* $/.test(shown);
  return spaced ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** The same in a cell of a table, which a bar would end. */
export function codeCell(text: string): string {
  // A backslash in front of the one that keeps the bar would undo it.
  return code(text).replace(/(\\?)\|/g, (_bar, slash) => (slash ? '\\\\u007c' : '\\|'));
}

/** The same within an HTML element. */
export function codeElement(text: string): string {
  return `<code>${escapeHtml(printable(text))}</code>`;
}

/** A sentence, in one line; words of it that are not plain are code. */
export function prose(text: string): string {
  return pieces(text)
    .map((piece) => (piece.isPlain ? piece.text : code(piece.text)))
    .join(' ');
}

/** The same within an HTML element. */
export function proseElement(text: string): string {
  return pieces(text)
    .map((piece) => (piece.isPlain ? escapeHtml(piece.text) : codeElement(piece.text)))
    .join(' ');
}

/** Lines of a diff. */
export function diffBlock(lines: readonly string[]): string {
  const shown = lines.map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}diff`, ...shown, fence].join('\n');
}

/** The text within a comment, where other texts are other ones. */
export function commentText(text: string): string {
  return text.replace(/[^\p{L}\p{N}._/-]|(?<=-)-|-$/gu, (character) => `%${character.codePointAt(0)!.toString(16)}`);
}

interface Piece {
  text: string;
  isPlain: boolean;
}

/** Words, those side by side that are not plain as one piece. */
function pieces(text: string): Piece[] {
  const words = printable(text.trim().replace(/[ \t\r\n\f\v]+/g, ' ')).split(' ');
  const found: Piece[] = [];
  for (const [at, word] of words.entries()) {
    const isPlain = isPlainWord(word) || (at > 0 && /^([<>]=?|[-+=&%][.,;)]*)$/.test(word));
    const last = found.at(-1);
    if (last && last.isPlain === isPlain) last.text += ` ${word}`;
    else found.push({ text: word, isPlain: isPlain && !(at === 0 && /^\d+[.)]$/.test(word)) });
  }
  return found;
}

// Letters, digits, and punctuation that means nothing where it stands; what is not ASCII means nothing anywhere.
const plain =
  /^(?:["'(]|[^\P{P}\p{ASCII}]|[^\P{S}\p{ASCII}])*(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}"'().,;:?!%+=/_-]|[^\P{P}\p{ASCII}]|[^\P{S}\p{ASCII}])*)?$/u;

const meaning = [
  // Emphasis, emoji, requests of GitLab and its milestones.
  /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  /[:!](?!["')]*$)/,
  /%[\p{L}\p{N}"]/u,
  // Addresses, commits, issues elsewhere.
  /www\./i,
  /\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,}\b/i,
  /\b[A-Z][A-Z\d_]+-\d/,
];

function isPlainWord(word: string): boolean {
  return word !== '' && plain.test(word) && !meaning.some((pattern) => pattern.test(word));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
