import type { Log } from '@dynamodb-migrate/runner';
import { type Paint, paintFor } from './paint';

/** Where everything of ours is printed: stderr. stdout holds data that was asked for, and is else the script's alone. */
export interface Screen extends Log {
  readonly isTerminal: boolean;
  /** Colours of what is printed on stderr. */
  readonly paint: Paint;
  /** Colours of data, on stdout. */
  readonly dataPaint: Paint;
  /** Prints a line. */
  info(text: string): void;
  /** Prints `warning: …`, once for each text. */
  warn(text: string): void;
  /** Shows a line that the next one replaces; nothing off a terminal. */
  status(text: string): void;
  /** Takes the status away. */
  clear(): void;
  /** Prints data that was asked for, on stdout. */
  data(text: string): void;
  /** The same as a JSON document. */
  json(document: unknown): void;
}

/** The parts of a stream that are used. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

const clearLine = '\r\x1b[K';

export function createScreen(stderr: Output = process.stderr, stdout: Output = process.stdout): Screen {
  const isTerminal = stderr.isTTY === true;
  const paint = paintFor(isTerminal);
  const noticed = new Set<string>();
  let shown = false;
  let watched = false;
  // Nobody reads on: that is no reason to stop working.
  stderr.on('error', () => {});
  const clear = () => {
    if (!shown) return;
    shown = false;
    stderr.write(clearLine);
  };
  const info = (text: string) => {
    clear();
    stderr.write(`${text}\n`);
  };
  // Data goes there also when stdout has been taken from the script.
  const write = stdout.write.bind(stdout);
  const data = (text: string) => {
    // A reader that has gone is no failure.
    if (!watched) {
      stdout.on('error', (error) => {
        if (error.code !== 'EPIPE') throw error;
      });
    }
    watched = true;
    clear();
    write(`${text}\n`);
  };
  if (isTerminal) beforeWrites(stdout, clear);
  return {
    isTerminal,
    paint,
    dataPaint: paintFor(stdout.isTTY),
    info,
    warn(text) {
      if (noticed.has(text)) return;
      noticed.add(text);
      info(`${paint.yellow('warning:')} ${text}`);
    },
    status(text) {
      if (text === '') return clear();
      if (!isTerminal) return;
      shown = true;
      stderr.write(clearLine + text.slice(0, (stderr.columns || 80) - 1));
    },
    clear,
    data,
    json: (document) => data(JSON.stringify(document, null, 2)),
  };
}

// A script's own lines must not end up behind ours.
function beforeWrites(stream: Output, work: () => void): void {
  if (!stream.isTTY) return;
  const write = stream.write;
  stream.write = (...args: Parameters<typeof write>) => {
    work();
    return write.apply(stream, args);
  };
}
