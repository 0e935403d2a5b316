import { createInterface } from 'node:readline/promises';
import { printable } from '@dynamodb-migrate/core';
import type { Confirm } from '@dynamodb-migrate/fleet';
import type { Output } from '../output/screen';

/** A terminal with somebody at it. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: Output;
}

/** Takes what was given, or asks. */
export function confirmWith(given: string | undefined, terminal: () => Terminal): Confirm {
  return async (question) => given ?? confirmAt(terminal())(question);
}

/** Asks somebody at a terminal to type an environment's name; nobody is asked elsewhere. */
export function confirmAt({ input, output }: Terminal): Confirm {
  return async ({ environment, why }) => {
    if (!input.isTTY || !output.isTTY) return undefined;
    const terminal = createInterface({ input, output: output as unknown as NodeJS.WritableStream });
    const typed = await terminal.question(
      printable(`${environment} is protected, and ${why}. Type its name to go on: `),
    );
    terminal.close();
    return typed;
  };
}
