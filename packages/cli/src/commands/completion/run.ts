import type { Command } from '../../arguments/command';
import { exitCodes } from '../../process/exit-codes';
import { commands } from '../commands';
import type { CompletionOptions } from './arguments';
import { bashScript, zshScript } from './scripts';

/** Gives the script that completes command lines in a shell. */
export const completionCommand: Command<CompletionOptions, string> = {
  run: async ({ shell }) => (shell === 'bash' ? bashScript(commands) : zshScript(commands)),
  report(script, { screen }) {
    screen.data(script.split('\n'));
    return exitCodes.done;
  },
};
