import type { Command } from '../../arguments/command';
import { help } from '../../arguments/help';
import { noSuchCommand } from '../../arguments/refuse';
import { exitCodes } from '../../process/exit-codes';
import { commands } from '../commands';
import type { HelpOptions } from './arguments';

/** Tells of one method, or of all. */
export const helpCommand: Command<HelpOptions, string> = {
  async run({ method }) {
    const meant = commands.find(({ name }) => name === method);
    if (method !== undefined && !meant) throw noSuchCommand(method, commands);
    return help(commands, meant);
  },
  report(text, { screen }) {
    screen.data(text.split('\n'));
    return exitCodes.done;
  },
};
