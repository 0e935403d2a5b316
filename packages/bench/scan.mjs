// A no-op script over every record: whole-process CPU, side by side.
import { contestant, contestants, scanArgs, scriptFile, variants } from './lib/contestants.mjs';
import { sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions({ items: 400_000, rounds: 5 });
const replay = await startReplay(options);
const noop = scriptFile('noop');
const results = await sideBySide(
  contestants(
    [
      ...variants(options).map(({ name, flags }) => ({ name, args: scanArgs(replay.endpoint, 'noop', flags) })),
      { name: 'ours-in-process', args: contestant('scan-core', replay.endpoint, noop) },
      { name: 'dyno', args: contestant('scan-dyno', replay.endpoint, noop) },
      { name: 'document-client', args: contestant('scan-document-client', replay.endpoint, noop) },
      { name: 'floor', args: contestant('scan-floor', replay.endpoint, noop) },
    ],
    replay,
    options,
  ),
  options,
);
await replay.stop();

if (options.json) printJson(results, options);
else printResults(results, { against: ['floor', 'dyno'] });
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
