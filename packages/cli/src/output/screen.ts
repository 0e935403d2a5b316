import type { Log } from '@dynamodb-migrate/runner';
import { exitCodes } from '../process/exit-codes';
import { inColour, marked, type Paint, paintFor } from './paint';

/**
 * Where everything of ours is printed: stderr. stdout holds data that was asked for, and is else the script's alone. What is
 * printed can do nothing to a terminal, and is taken for nothing that we say, whatever it quotes.
 */
export interface Screen extends Log {
  readonly isTerminal: boolean;
  /** Colours of what is printed on stderr. */
  readonly paint: Paint;
  /** Colours of data, on stdout. */
  readonly dataPaint: Paint;
  /** Prints a line. Where what it quotes breaks it, the rest is indented by four. */
  info(text: string): void;
  /** Prints `warning: …`, once for each text. */
  warn(text: string): void;
  /** Shows a line that the next one replaces; nothing off a terminal. */
  status(text: string): void;
  /** Takes the status away. */
  clear(): void;
  /** Prints data that was asked for, on stdout, in one line or several. */
  data(text: string | readonly string[]): void;
  /** The same as a JSON document, as it is where no terminal shows it. */
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
  const paint = marked(paintFor(isTerminal));
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
    stderr.write(`${sentence(text)}\n`);
  };
  // Data goes there also when stdout has been taken from the script.
  const write = stdout.write.bind(stdout);
  const print = (text: string) => {
    // A reader that has gone is no failure.
    if (!watched) {
      stdout.on('error', (error) => {
        if (error.code === 'EPIPE' || process.exitCode) return;
        process.exitCode = exitCodes.failed;
        info(`${paint.red('error:')} what was asked for cannot be written to stdout: ${error.message}`);
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
    dataPaint: marked(paintFor(stdout.isTTY)),
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
      stderr.write(clearLine + safe(text).slice(0, (stderr.columns || 80) - 1));
    },
    clear,
    data: (text) => print([text].flat().map(sentence).join('\n')),
    json: (document) => print(dataFor(stdout, JSON.stringify(document, null, 2))),
  };
}

/** A piece of data in JSON or Markdown as it goes to stdout: as it is, unless a terminal shows it. */
export function dataFor({ isTTY }: Output, text: string): string {
  return isTTY ? safe(text) : text;
}

// Latin letters, punctuation and symbols.
const harmless = /^[\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff]*$/;

function safe(text: string): string {
  // Help and the like need no engine.
  if (harmless.test(text)) return text;
  const { printableLines } = require('@dynamodb-migrate/core') as typeof import('@dynamodb-migrate/core');
  return printableLines(text);
}

/** A sentence of ours: it stays in one line, or those after its first one hang below it, as no other sentence does. */
function sentence(text: string): string {
  const [first = '', ...others] = safe(text.replaceAll('\r\n', '\n')).split('\n');
  return inColour([first, ...others.map((line) => line.replace(/^(?! {4}|$)/, '    '))].join('\n'));
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
