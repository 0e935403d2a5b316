// Where the tool's own CPU goes: `profile.mjs [--top 30] [--items N] [--keep FILE] -- FLAGS`, with a script that puts
// when FLAGS hold --live, else with one that does nothing.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { scanArgs } from './lib/contestants.mjs';
import { measure } from './lib/measure.mjs';
import { startReplay } from './lib/replay.mjs';
import { table } from './lib/report.mjs';

const { values, positionals: flags } = parseArgs({
  allowPositionals: true,
  options: { top: { type: 'string', default: '30' }, items: { type: 'string' }, keep: { type: 'string' } },
});
const live = flags.includes('--live');
const replay = await startReplay({ items: Number(values.items ?? (live ? 40_000 : 400_000)) });
const folder = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));
const profiler = ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500'];
const usage = await measure([...profiler, ...scanArgs(replay.endpoint, live ? 'put' : 'noop', flags)]);
await replay.stop();

const file = path.join(folder, readdirSync(folder)[0]);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
if (values.keep) copyFileSync(file, values.keep);
rmSync(folder, { recursive: true });

const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
const selfTimes = new Map();
let busy = 0;
samples.forEach((id, index) => {
  const { functionName, url, lineNumber } = frames.get(id);
  if (functionName === '(idle)') return;
  const place = url ? `${url.replace(/^.*\/(node_modules|packages)\//, '')}:${lineNumber + 1}` : '';
  const name = `${functionName || '(anonymous)'} ${place}`;
  selfTimes.set(name, (selfTimes.get(name) ?? 0) + timeDeltas[index]);
  busy += timeDeltas[index];
});
const top = [...selfTimes].sort(([, a], [, b]) => b - a).slice(0, Number(values.top));
console.log(`CPU ${usage.cpu.toFixed(2)} s with the profiler on, main thread busy ${(busy / 1e6).toFixed(2)} s\n`);
const rows = top.map(([name, time]) => [name, (time / 1000).toFixed(0), `${((time / busy) * 100).toFixed(1)} %`]);
console.log(table(['self time', 'ms', 'share'], rows));
