// What it takes to start: whole processes of a fraction of a second, so many rounds.
import { createRequire } from 'node:module';
import { bin, scanArgs, variants } from './lib/contestants.mjs';
import { measure, sideBySide } from './lib/measure.mjs';
import { benchOptions } from './lib/options.mjs';
import { startReplay } from './lib/replay.mjs';
import { printJson, printResults } from './lib/report.mjs';

const options = benchOptions({ items: 40_000, rounds: 15 });
const replay = await startReplay(options);
const { resolve } = createRequire(import.meta.url);
const load = (name) => `require(${JSON.stringify(resolve(name))})`;
const target = JSON.stringify({ region: 'us-east-1', table: 'bench', endpoint: replay.endpoint });
const sdkClient = `new (${load('@aws-sdk/client-dynamodb')}.DynamoDB)(${target})`;

const whole = [
  { name: 'node', args: ['-e', '0'] },
  { name: 'ours --help', args: [bin, '--help'] },
  { name: 'sdk', args: ['-e', load('@aws-sdk/client-dynamodb')] },
  { name: 'sdk client made', args: ['-e', sdkClient] },
];
const firstRecord = [
  ...variants(options).map(({ name, flags }) => ({ name, args: scanArgs(replay.endpoint, 'first-record', flags) })),
  { name: 'sdk', args: ['-e', `${sdkClient}.scan({ TableName: 'bench' }).then(reportUsage)`] },
  { name: 'dyno', args: ['-e', `${load('@mapbox/dyno')}(${target}).scanStream().once('data', reportUsage)`] },
];
const results = await sideBySide(
  [
    ...whole.map(({ name, args }) => ({ name, run: () => measure(args) })),
    ...firstRecord.map(({ name, args }) => ({
      name: `${name}, first record`,
      run: () => measure(args, { untilReport: true }),
    })),
  ].filter(({ name }) => !options.only || options.only.some((wanted) => name.startsWith(wanted))),
  options,
);
await replay.stop();

if (options.json) printJson(results, options);
else {
  const milliseconds = ['wall ms', ({ wall }) => (wall * 1000).toFixed(0)];
  printResults(results, { against: ['node', 'sdk', 'sdk, first record'], columns: [milliseconds] });
}
process.exitCode = results.some(({ error }) => error) ? 1 : 0;
