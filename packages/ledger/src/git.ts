import { execFile } from 'node:child_process';

/** What a git command prints, without the last line's end; undefined where there is no git, no repository, or it fails. */
export function git(cwd: string, ...args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
      resolve(error ? undefined : stdout.replace(/\n$/, '')),
    );
  });
}
