import type { Word } from './command';

/** Names a run that is there. */
export const runWord: Word = {
  name: 'run',
  describe: 'Id of the run, the beginning of it, or last',
  missing: 'must specify a run: its id, the beginning of it, or last',
  fits: (word) => /^\d{4}-|^last$/.test(word),
};
