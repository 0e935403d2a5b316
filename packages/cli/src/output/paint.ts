import { styleText } from 'node:util';

/** Colours; plain text where there are none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

/** Colours for a terminal. NO_COLOR takes them away, and FORCE_COLOR, unless it is 0, brings them anywhere. */
export function paintFor(isTerminal: boolean | undefined, { NO_COLOR, FORCE_COLOR } = process.env): Paint {
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const coloured = forced || (isTerminal === true && !NO_COLOR && FORCE_COLOR === undefined);
  const styled = (name: keyof Paint) => (text: string) =>
    coloured ? styleText(name, text, { validateStream: false }) : text;
  return {
    bold: styled('bold'),
    dim: styled('dim'),
    green: styled('green'),
    yellow: styled('yellow'),
    red: styled('red'),
  };
}
