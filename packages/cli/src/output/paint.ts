import type { Screen } from './screen';

/** Colours for the screen; plain text off a terminal or with NO_COLOR. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

export function paintFor({ isTerminal }: Pick<Screen, 'isTerminal'>): Paint {
  const coloured = isTerminal && !process.env.NO_COLOR;
  const ansi = (on: number, off: number) => (text: string) => (coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text);
  return { bold: ansi(1, 22), dim: ansi(2, 22), green: ansi(32, 39), yellow: ansi(33, 39), red: ansi(31, 39) };
}
