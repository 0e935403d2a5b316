/** Names a run that is there. */
export const runWord = {
  name: 'run',
  describe: 'Id of the run, the beginning of it, or last',
  missing: 'must specify a run: its id, the beginning of it, or last',
  fits: (word: string) => /^\d{4}-|^last$/.test(word),
} as const;
