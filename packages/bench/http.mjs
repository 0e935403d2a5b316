// What an exchange costs: small writes over kept connections, by our own HTTP/1.1 client, undici's `dispatch` and node:http.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { contestant } from './lib/contestants.mjs';
import { measure, sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions({ items: 100_000, rounds: 5 }, { concurrency: { type: 'string', default: '50' } });
const { items: requests, concurrency, only } = options;
const folder = mkdtempSync(path.join(tmpdir(), 'bench-http-'));
const exchangeFile = path.join(folder, 'http.cjs');
await build({
  entryPoints: [fileURLToPath(new URL('../core/src/aws/http.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  outfile: exchangeFile,
});
const replay = await startReplay(options);

async function run(way) {
  await replay.served();
  const usage = await measure(contestant('http', way, replay.endpoint, String(requests), concurrency, exchangeFile));
  const { written } = await replay.served();
  if (written !== requests) throw new Error(`${written} of ${requests} requests arrived`);
  return usage;
}

const entries = ['ours', 'undici', 'node'].map((name) => ({ name, run: () => run(name) }));
const results = await sideBySide(
  entries.filter(({ name }) => !only || only.includes(name)),
  options,
);
await replay.stop();
rmSync(folder, { recursive: true });

if (options.json) printJson(results, options);
else {
  const each = ['µs each', (result) => ((result.cpu / requests) * 1e6).toFixed(1)];
  printResults(results, { against: ['ours'], columns: [each] });
}
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
