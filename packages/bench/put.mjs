// A script that puts every record, or with `--script update` makes an UpdateItem of each: whole-process CPU of scanning and putting, side by side.
import { contestant, contestants, scanArgs, scriptFile, variants } from './lib/contestants.mjs';
import { sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions(
  { items: 40_000, rounds: 5 },
  {
    concurrency: { type: 'string', default: '50' },
    script: { type: 'string', default: 'put' },
  },
);
const { items, concurrency, script } = options;
const replay = await startReplay(options);
const live = ['--live', '--concurrency', concurrency];
const file = scriptFile(script);
const results = await sideBySide(
  contestants(
    [
      ...variants(options).map(({ name, flags }) => ({
        name,
        args: scanArgs(replay.endpoint, script, [...live, ...flags]),
      })),
      { name: 'dyno', args: contestant('put-dyno', replay.endpoint, file, concurrency) },
      { name: 'sdk', args: contestant('put-sdk', replay.endpoint, file, concurrency) },
    ].filter(({ name }) => script === 'put' || name !== 'sdk'),
    replay,
    { ...options, written: items },
  ),
  options,
);
await replay.stop();

if (options.json) printJson(results, options);
else {
  const each = ['µs each', (result) => ((result.cpu / items) * 1e6).toFixed(0)];
  printResults(results, { against: ['dyno', 'sdk'], columns: [each] });
}
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
