import type { Command } from '../arguments/command';
import { commands } from '../arguments/commands';
import { bashScript, zshScript } from '../arguments/completion';
import type { CompletionOptions } from '../arguments/completion-command';
import { exitCodes } from '../process/exit-codes';

/** Gives the script that completes command lines in a shell. */
export const completionCommand: Command<CompletionOptions, string> = {
  run: async ({ shell }) => (shell === 'bash' ? bashScript(commands) : zshScript(commands)),
  report(script, { screen }) {
    screen.data(script);
    return exitCodes.done;
  },
};
