import { styleText } from 'node:util';

/** Colours; plain text where there are none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

type Colour = keyof Paint;

// Where a colour begins or ends, until it is printed. Nobody can guess it, so that data has none.
const mark = `⟨${Math.random().toString(36).slice(2)}⟩`;

/** Colours that are seen only once `inColour` is told of the text: an ESC in data is not one of theirs. */
export function marked(paint: Paint): Paint {
  const own = (name: Colour) => {
    const [begin = '', end = ''] = paint[name]('\n').replaceAll('\x1b', mark).split('\n');
    return (text: string) => `${begin}${text}${end}`;
  };
  return { bold: own('bold'), dim: own('dim'), green: own('green'), yellow: own('yellow'), red: own('red') };
}

/** The text with its marked colours as a terminal takes them. */
export function inColour(text: string): string {
  return text.replaceAll(mark, '\x1b');
}

/** Colours for a terminal. NO_COLOR takes them away, and FORCE_COLOR, unless it is 0, brings them anywhere. */
export function paintFor(isTerminal: boolean | undefined, { NO_COLOR, FORCE_COLOR } = process.env): Paint {
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const coloured = forced || (isTerminal === true && !NO_COLOR && FORCE_COLOR === undefined);
  const styled = (name: Colour) => (text: string) =>
    coloured ? styleText(name, text, { validateStream: false }) : text;
  return {
    bold: styled('bold'),
    dim: styled('dim'),
    green: styled('green'),
    yellow: styled('yellow'),
    red: styled('red'),
  };
}
