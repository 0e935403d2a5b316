import { dataFor } from '../output/screen';

/** Makes stdout ours: what the script prints goes to stderr from now on. Gives what writes to stdout. */
export function takeStdout(): (text: string) => Promise<void> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (text: string, done: () => void) => boolean;
  stdout.write = ((...args: Parameters<typeof stderr.write>) => stderr.write(...args)) as typeof stdout.write;
  return (text) => new Promise((resolve) => write(dataFor(stdout, text), resolve));
}
