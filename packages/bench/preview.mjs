// A preview of a script that updates or puts every record, against the live run of it without a journal, side by side.
import { contestants, scanArgs, variants } from './lib/contestants.mjs';
import { sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions(
  { items: 40_000, rounds: 5 },
  { concurrency: { type: 'string', default: '50' }, script: { type: 'string', default: 'update' } },
);
const { items, concurrency, script } = options;
const replay = await startReplay({ ...options, distinct: true });
const args = (flags) => scanArgs(replay.endpoint, script, ['--concurrency', concurrency, ...flags]);
const live = { name: 'live', args: args(['--live', '--no-journal', '--no-batch']) };
const previews = variants(options).map(({ flags }) => ({
  name: ['preview', ...flags].join(' '),
  args: args(['--preview', ...flags]),
}));
const results = await sideBySide(
  [
    ...contestants([live], replay, { ...options, written: items }),
    ...contestants(previews, replay, { ...options, written: 0 }),
  ],
  options,
);
await replay.stop();

const besides = ({ samples }) => {
  const { Scan: _, ...others } = samples[0].requests;
  return Object.entries(others)
    .map(([operation, times]) => `${operation} ${times}`)
    .join(', ');
};
if (options.json) printJson(results, options);
else {
  printResults(results, {
    against: ['live'],
    columns: [
      ['records a core s', ({ cpu }) => (items / cpu).toFixed(0)],
      ['requests besides the scan', besides],
    ],
  });
}
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
