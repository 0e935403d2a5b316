/** Whether a word looks like the file of a script. */
export const isScript = (word: string) => /\.[cm]?[jt]s$/.test(word);
