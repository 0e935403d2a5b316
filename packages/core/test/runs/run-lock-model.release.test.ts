import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const models = path.resolve(__dirname, '../../model');

/** What Spin, which goes through every state that a model can reach, says of one. */
function check(model: string, macros: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-model-'));
  const call = (command: string, args: readonly string[]) => {
    try {
      return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: string; stdout?: string; stderr?: string };
      if (code === 'ENOENT') throw new Error(`${command} is missing: install spin and gcc`);
      throw new Error(`${command} failed: ${stdout}${stderr}`);
    }
  };
  try {
    call('spin', ['-a', ...macros.map((macro) => `-D${macro}`), path.join(models, `${model}.pml`)]);
    call('gcc', ['-O2', '-w', '-DSAFETY', '-o', 'pan', 'pan.c']);
    return call('./pan', ['-m500000']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const protocols: [string, string[]][] = [
  ['lock-in-folder', []],
  ['lock-in-bucket', []],
  ['lock-in-bucket', ['PROCESSES=3', 'TOKENS=2']],
];

test.each(protocols)('%s %j holds in every state that can be reached', (model, macros) => {
  const said = check(model, macros);
  expect(said).toMatch(/errors: 0/);
  expect(said).not.toMatch(/max search depth too small|out of memory|not completed/i);
  expect(said).toMatch(/Full statespace search/);
  const unreached = [...said.matchAll(/^unreached in .*\n\s+\((\d+) of/gm)].map(([, states]) => states);
  expect(unreached.length).toBeGreaterThan(1);
  expect(unreached.every((states) => states === '0')).toBe(true);
});

const broken: [string, string][] = [
  ['lock-in-folder', 'NOT_EXCLUSIVE'],
  ['lock-in-folder', 'LOOKS_ABOVE_WAIT'],
  ['lock-in-folder', 'ROBS'],
  ['lock-in-folder', 'FORGETS_REMOVAL'],
  ['lock-in-folder', 'TAKES_FROM_DEAD'],
  ['lock-in-bucket', 'UNCONDITIONAL'],
  ['lock-in-bucket', 'NEVER_LOOKS'],
  ['lock-in-bucket', 'FROM_THE_ANSWER'],
  ['lock-in-bucket', 'LOOKS_ABOVE_WAIT'],
  ['lock-in-bucket', 'TAKES_FROM_DEAD'],
];

test.each(broken)('%s broken by %s is found out', (model, macro) => {
  expect(check(model, [macro])).toMatch(/assertion violated[\s\S]*errors: [1-9]/);
});
