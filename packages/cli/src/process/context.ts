import type { Readable } from 'node:stream';
import type { Screen } from '../output/screen';
import type { Terminal } from './confirm';
import type { ProcessHost } from './host';

/** What a command finds itself in. */
export interface Context {
  screen: Screen;
  stdin(): Readable & { isTTY?: boolean };
  /** Where somebody may be asked. */
  terminal(): Terminal;
  /** Stops what is being done. */
  stop: AbortController;
  /** The process, where it is the command's alone. */
  host?: ProcessHost;
  /** Lets signals stop what is being done, until the returned function is called; `what` is said then. */
  heedSignals(what?: string): () => void;
  /** Keeps stdout for data: what the script prints goes to stderr from now on. Gives what writes to stdout. */
  takeStdout(): (text: string) => Promise<void>;
}
