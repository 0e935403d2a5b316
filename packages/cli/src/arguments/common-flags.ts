import { flag } from './kinds';

/** Flags of every command. */
export const common = {
  help: flag({ describe: 'Show help' }),
  version: flag({ describe: 'Show version' }),
};
