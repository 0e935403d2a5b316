import { createInterface } from 'node:readline/promises';
import type { Confirm } from '@dynamodb-migrate/fleet';

/** A terminal with somebody at it. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Asks somebody at a terminal to type an environment's name; nobody is asked elsewhere. */
export function confirmAt({ input, output }: Terminal): Confirm {
  return async ({ environment, why }) => {
    if (!input.isTTY || !output.isTTY) return undefined;
    const terminal = createInterface({ input, output });
    const typed = await terminal.question(`${environment} is protected, and ${why}. Type its name to go on: `);
    terminal.close();
    return typed;
  };
}
