// Peak memory and time of a no-op scan against the size of the table.
import { contestants, scanArgs, variants } from './lib/contestants.mjs';
import { sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions({ items: 1_000_000, rounds: 3 }, { full: { type: 'boolean', default: false } });
const sizes = [1e4, 1e5, 1e6, 1e7].filter((size) => size <= (options.full ? 1e7 : options.items));
const replays = await Promise.all(sizes.map((items) => startReplay({ ...options, items })));
const entries = sizes.flatMap((items, index) =>
  contestants(
    variants(options).map(({ name, flags }) => ({ name, args: scanArgs(replays[index].endpoint, 'noop', flags) })),
    replays[index],
    { ...options, items },
  ).map((entry) => ({ ...entry, name: `${entry.name}, 10^${Math.log10(items)} records` })),
);
const results = await sideBySide(entries, options);
await Promise.all(replays.map((replay) => replay.stop()));

if (options.json) printJson(results, options);
else printResults(results);
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
