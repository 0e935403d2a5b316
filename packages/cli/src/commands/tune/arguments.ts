import { type Asked, command } from '../../arguments/command';
import { flag, wholeNumber } from '../../arguments/kinds';
import { runWord } from '../../arguments/run-word';
import { stateFlags } from '../../arguments/script-flags';
import { usageError } from '../../arguments/usage-error';

const words = [runWord] as const;
const group = 'Limits';

const flags = {
  'max-rcu': wholeNumber({ describe: 'Read units a second at most, or none', group, least: 1, or: 'none' }),
  'max-wcu': wholeNumber({ describe: 'Write units a second at most, or none', group, least: 1, or: 'none' }),
  pause: flag({ describe: 'Pause the run; --no-pause lets it go on', group }),
  ...stateFlags,
};

export type TuneOptions = Omit<Asked<typeof words, typeof flags, false>, 'maxRcu' | 'maxWcu'> & {
  /** Units a second; null takes the limit away. */
  maxRcu?: number | null;
  maxWcu?: number | null;
};

export const tuneArguments = command({
  name: 'tune',
  describe: 'Change the limits of a run that is at work, or pause it',
  words,
  flags,
  strict: true,
  examples: [
    ['$0 tune last --max-wcu 50', 'slow it down'],
    ['$0 tune last --max-wcu none', 'let it run as fast as it can'],
    ['$0 tune last --pause', 'until --no-pause'],
  ],
  read({ maxRcu, maxWcu, ...options }): TuneOptions {
    if (maxRcu === undefined && maxWcu === undefined && options.pause === undefined) {
      throw usageError('tune needs --max-rcu, --max-wcu or --pause');
    }
    return { ...options, maxRcu: unlessNone(maxRcu), maxWcu: unlessNone(maxWcu) };
  },
  load: () => (require('./run') as typeof import('./run')).tuneCommand,
});

function unlessNone(units: number | 'none' | undefined): number | null | undefined {
  return units === 'none' ? null : units;
}
