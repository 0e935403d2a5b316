/** Prints data that was asked for, on stdout. A reader that has gone is no failure. */
export function printData(text: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(`${text}\n`);
}

export function printJson(data: unknown): void {
  printData(JSON.stringify(data, null, 2));
}
