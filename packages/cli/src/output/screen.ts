/** Where everything of ours is printed: stderr. stdout stays the script's alone. */
export interface Screen {
  readonly isTerminal: boolean;
  /** Prints a line. */
  line(text: string): void;
  /** Prints `warning: …`, once for each text. */
  notice(text: string): void;
  /** Shows a line that the next one replaces; nothing off a terminal. */
  status(text: string): void;
  /** Takes the status away. */
  clear(): void;
}

const clearLine = '\r\x1b[K';

export function createScreen(stream: NodeJS.WriteStream = process.stderr): Screen {
  const isTerminal = stream.isTTY === true;
  const noticed = new Set<string>();
  let shown = false;
  // Nobody reads on: that is no reason to stop working.
  stream.on('error', () => {});
  const clear = () => {
    if (!shown) return;
    shown = false;
    stream.write(clearLine);
  };
  const line = (text: string) => {
    clear();
    stream.write(`${text}\n`);
  };
  if (isTerminal) beforeWrites(process.stdout, clear);
  return {
    isTerminal,
    line,
    notice(text) {
      if (noticed.has(text)) return;
      noticed.add(text);
      line(`warning: ${text}`);
    },
    status(text) {
      if (!isTerminal) return;
      shown = true;
      stream.write(clearLine + text.slice(0, (stream.columns || 80) - 1));
    },
    clear,
  };
}

// A script's own lines must not end up behind ours.
function beforeWrites(stream: NodeJS.WriteStream, work: () => void): void {
  if (!stream.isTTY) return;
  const write = stream.write;
  stream.write = ((...args: Parameters<typeof write>) => {
    work();
    return write.apply(stream, args);
  }) as typeof write;
}
