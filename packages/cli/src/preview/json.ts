import { type ChangesFile, readChanges } from './changes-file';
import type { PreviewOutcome } from './outcome';

/** Makes stdout ours: what the script prints goes to stderr from now on. Gives what writes to stdout. */
export function takeStdout(): (text: string) => Promise<void> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (text: string, done: () => void) => boolean;
  stdout.write = ((...args: Parameters<typeof stderr.write>) => stderr.write(...args)) as typeof stdout.write;
  return (text) => new Promise((resolve) => write(text, resolve));
}

/** Writes what a preview came to as one JSON document, its changes last, in as little memory as it takes. */
export async function writeJson(
  outcome: PreviewOutcome,
  changes: ChangesFile,
  write: (text: string) => Promise<void>,
): Promise<void> {
  await write(`${JSON.stringify(outcome, null, 2).replace(/\n}$/, '')},\n  "changes": [`);
  let first = true;
  for await (const line of readChanges(changes)) {
    await write(`${first ? '' : ','}\n    ${line}`);
    first = false;
  }
  await write(first ? ']\n}\n' : '\n  ]\n}\n');
}
