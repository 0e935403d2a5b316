const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;

function ansi(on: number, off: number): (text: string) => string {
  return (text) => (plain ? text : `\x1b[${on}m${text}\x1b[${off}m`);
}

/** Styles for stdout; plain text off a terminal or with NO_COLOR. */
export const style = { bold: ansi(1, 22), dim: ansi(2, 22), green: ansi(32, 39) };
