// What it costs to take a run back: a journalled live run that updates each of many experiments, and its rollback, each a
// process of its own. What the same two take over a single record is taken off: start-up.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, scanArgs } from './lib/contestants.mjs';
import { measure, median } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { printJson, table } from './lib/report.mjs';

const options = benchOptions({ items: 20_000, rounds: 5 }, { concurrency: { type: 'string', default: '10' } });
const { items, rounds, concurrency } = options;
const server = fileURLToPath(new URL('table-server.mjs', import.meta.url));

/** Runs and rolls back over a table of its own: `{ live, rollback }`, each with the requests that it made. */
async function there(items) {
  const child = fork(server, ['--items', String(items)]);
  const [{ endpoint }] = await once(child, 'message');
  const state = mkdtempSync(path.join(tmpdir(), 'bench-rollback-'));
  const ask = async () => {
    const answered = once(child, 'message');
    child.send('served');
    return (await answered)[0];
  };
  try {
    const { image: before } = await ask();
    const flags = ['--state', state, '--concurrency', concurrency];
    const live = await measure(scanArgs(endpoint, 'set-status', ['--live', ...flags]));
    const { requests: made, image: between } = await ask();
    const rollback = await measure([bin, 'rollback', 'last', '--live', '--endpoint', endpoint, ...flags]);
    const { requests: unmade, image: after } = await ask();
    if (between === before) throw new Error(`the run wrote nothing: ${live.stderr}`);
    if (after !== before) throw new Error(`the table is not what it was: ${rollback.stderr}`);
    return { live: { ...live, requests: made }, rollback: { ...rollback, requests: unmade } };
  } finally {
    rmSync(state, { recursive: true, force: true });
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  }
}

const samples = { live: [], rollback: [] };
for (let round = 1; round <= rounds; round++) {
  const start = await there(1);
  const whole = await there(items);
  for (const name of ['live', 'rollback']) {
    samples[name].push({ ...whole[name], cpu: whole[name].cpu - start[name].cpu });
    console.error(`round ${round}/${rounds}  ${name}: ${samples[name].at(-1).cpu.toFixed(2)} s CPU past start-up`);
  }
}

const ratios = samples.rollback.map(({ cpu }, round) => cpu / samples.live[round].cpu);
if (options.json) printJson({ samples, ratios }, options);
else {
  const rows = Object.entries(samples).map(([name, all]) => {
    const of = (figure) => median(all.map((sample) => sample[figure]));
    const requests = Object.entries(all[0].requests).map(([operation, number]) => `${number} ${operation}`);
    return [
      name,
      of('cpu').toFixed(2),
      ((of('cpu') / items) * 1e6).toFixed(0),
      (of('peak') / 1e6).toFixed(0),
      requests.join(', '),
    ];
  });
  console.log(table(['', 'CPU s past start-up', 'µs each', 'peak MB', 'requests'], rows));
  console.log(
    `\nrollback × live: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  );
}
