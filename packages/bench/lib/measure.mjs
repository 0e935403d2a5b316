import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('rusage.cjs', import.meta.url));

const environment = {
  ...process.env,
  NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Runs Node with `args` as a process of its own, in an empty folder. Resolves with seconds of CPU (`cpu` = `user` +
 * `system`) and of `wall`, bytes of `peak` memory, `stdout` and `stderr`; with `untilReport`, all up to when the process calls
 * `reportUsage()`, where it is ended. Rejects with its stderr when it fails.
 */
export function measure(args, { untilReport = false } = {}) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '', report: '' };
  let wall;
  child.stdout.on('data', (chunk) => (texts.stdout += chunk));
  child.stderr.on('data', (chunk) => (texts.stderr += chunk));
  child.stdio[3].on('data', (chunk) => {
    texts.report += chunk;
    if (untilReport && !wall && texts.report.includes('"asked":true')) {
      wall = performance.now() - started;
      child.kill('SIGKILL');
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      wall ??= performance.now() - started;
      rmSync(cwd, { recursive: true, force: true });
      const [first] = texts.report.split('\n', 1);
      const usage = first && JSON.parse(first);
      if (untilReport ? !usage?.asked : code !== 0 || !usage) {
        reject(new Error(`ended with ${signal ?? `exit code ${code}`}\n${texts.stderr.trim()}`));
        return;
      }
      const { user, system, peak } = usage;
      resolve({
        user,
        system,
        cpu: user + system,
        wall: wall / 1000,
        peak,
        stdout: texts.stdout,
        stderr: texts.stderr,
      });
    });
  });
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function summary(samples) {
  const pick = (name) => samples.map((sample) => sample[name]);
  return {
    cpu: median(pick('cpu')),
    cpuMin: Math.min(...pick('cpu')),
    cpuMax: Math.max(...pick('cpu')),
    user: median(pick('user')),
    system: median(pick('system')),
    wall: median(pick('wall')),
    peak: median(pick('peak')),
  };
}

/**
 * Measures contestants (`{ name, run }`) turn by turn, A B C A B C …, so that what else the machine does hits all
 * alike. One that fails is told on stderr, sits out the other rounds and ends as `{ name, error }`.
 */
export async function sideBySide(contestants, { rounds }) {
  const entries = contestants.map((contestant) => ({ ...contestant, samples: [], error: undefined }));
  for (let round = 1; round <= rounds; round++) {
    for (const entry of entries.filter(({ error }) => !error)) {
      try {
        const sample = await entry.run();
        entry.samples.push(sample);
        console.error(`round ${round}/${rounds}  ${entry.name}: ${sample.cpu.toFixed(2)} s CPU`);
      } catch (error) {
        entry.error = error.message;
        console.error(`round ${round}/${rounds}  ${entry.name} FAILED`);
      }
    }
  }
  return entries.map(({ name, samples, error }) => (error ? { name, error } : { name, ...summary(samples), samples }));
}
