import type { CommandArguments, Values } from './command';
import { runWord } from './run-word';
import { stateFlags } from './shared';
import { usageError } from './usage-error';
import { optional, wholeNumber } from './values';

export interface TuneOptions {
  run: string;
  state?: string;
  /** Units a second; null takes the limit away. */
  maxRcu?: number | null;
  maxWcu?: number | null;
  /** Pauses the run, or lets it go on. */
  pause?: boolean;
}

export const tuneArguments: CommandArguments<TuneOptions> = {
  name: 'tune',
  describe: 'Change the limits of a run that is at work, or pause it',
  words: [runWord],
  flags: {
    'max-rcu': { type: 'string', describe: 'Read units a second at most, or none' },
    'max-wcu': { type: 'string', describe: 'Write units a second at most, or none' },
    pause: { type: 'boolean', describe: 'Pause the run; --no-pause lets it go on' },
    ...stateFlags,
  },
  strict: true,
  read(values) {
    const options = {
      run: values.run as string,
      state: values.state as string | undefined,
      maxRcu: optional(values, 'max-rcu', (name) => unitsOrNone(values, name)),
      maxWcu: optional(values, 'max-wcu', (name) => unitsOrNone(values, name)),
      pause: values.pause as boolean | undefined,
    };
    if (options.maxRcu === undefined && options.maxWcu === undefined && options.pause === undefined) {
      throw usageError('tune needs --max-rcu, --max-wcu or --pause');
    }
    return options;
  },
  load: () => (require('../commands/tune') as typeof import('../commands/tune')).tuneCommand,
};

function unitsOrNone(values: Values, name: string): number | null {
  return values[name] === 'none' ? null : wholeNumber(values, name, 1);
}
