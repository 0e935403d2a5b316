import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import type { ShellBlock } from './shell-blocks';

const root = path.join(__dirname, '../../../..');
const border = '-- end of block --';

/** What bash says of a job that ended, whenever it comes to notice that: `[1]+  Terminated    npx …`. */
const ofJobs = /^\[\d+\][+-]? +(Done|Terminated|Killed|Exit \d+)\b.*\n/gm;

export interface Session {
  /** The shell's exit code; null when a command, or a process left in the background, did not end in time. */
  code: number | null;
  /** What each block printed on stdout and stderr. */
  printed: string[];
}

/**
 * Runs the blocks of a page one after the other in one bash in `dir`, whose parent gets the bins; the embedded DynamoDB
 * listens on `port` instead of its own. Ends at the first command that fails.
 */
export function runBlocks(blocks: readonly ShellBlock[], dir: string, port: number): Promise<Session> {
  symlinkSync(path.join(root, 'node_modules'), path.join(path.dirname(dir), 'node_modules'));
  const script = [
    // As on a terminal: a background job is a process group of its own, so that `kill %1` reaches all of it.
    'set -euo pipefail -m',
    `trap 'for job in $(jobs -p); do kill -KILL -- -$job; done 2>/dev/null' EXIT`,
    'exec 2>&1',
    ...blocks.map((block) => `${onPort(block.script, port)}\necho '${border}'`),
    'exec >/dev/null 2>&1',
    'wait',
  ].join('\n');
  const shell = spawn('bash', ['-c', script], { cwd: dir, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  shell.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const timeout = setTimeout(() => shell.kill(), 110_000);
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', (code) => {
      clearTimeout(timeout);
      resolve({ code, printed: printed.replace(ofJobs, '').split(`${border}\n`) });
    });
  });
}

/** The same text with what differs from run to run and from machine to machine made equal. */
export function comparable(text: string): string {
  return text
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, '0.0 s')
    .replace(/\b[\d,]+\/s/g, '0/s')
    .replace(/ --endpoint http:\/\/127\.0\.0\.1:\d+/g, '')
    .replace(/\b20\d\d-\d\d-\d\dT\d\d-\d\d-\d\dZ(-[\w-]+)?/g, 'RUN')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:4567')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function onPort(script: string, port: number): string {
  return script
    .replaceAll('http://localhost:4567', `http://127.0.0.1:${port}`)
    .replace(/\bdynamodb-migrate local\b/g, `$& --port ${port}`)
    .replace(/\blocal\/[\w.-]+/g, `$& --endpoint http://127.0.0.1:${port}`);
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|npm_)/.test(name) && !['K8S_ENV', 'NODE_ENV', 'JEST_WORKER_ID', 'NODE_OPTIONS'].includes(name),
  );
  const quiet = { npm_config_offline: 'true', npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
  return { ...Object.fromEntries(kept), ...quiet };
}
