import { settingsOf } from '../../../runner/src/session/settings';
import { readOptions } from '../../src/arguments/options';
import { scanArguments } from '../../src/commands/scan/arguments';
import { commandLine } from '../../src/output/command-line';

const given = { database: 'us-east-1/t', script: 's.js' };

test.each([
  [{}, ''],
  [{ concurrency: '0' }, ''],
  [{ capacity: '29%' }, ' --capacity 29%'],
  [{ capacity: '12.5%', concurrency: '8' }, ' --concurrency 8 --capacity 12.5%'],
  [{ 'max-rcu': '5', 'max-wcu': '6' }, ' --max-rcu 5 --max-wcu 6'],
  [{ batch: false, transport: 'sdk' }, ' --no-batch --transport sdk'],
  [{ 'max-errors': '3', errors: 'a b.ndjson' }, " --max-errors 3 --errors 'a b.ndjson'"],
  [{ 'state-sync': 'strict', profile: 'production' }, ' --state-sync strict --profile production'],
  // Those that are over and done with, or would stop it again.
  [{ backup: true, live: true, 'stop-after': '1s', 'stop-file': 'stop', verbose: true }, ''],
])('%j', (values, flags) => {
  const options = { ...given, ...readOptions(values as { [name: string]: string | boolean }, scanArguments.flags) };
  const settings = settingsOf(scanArguments.read(options));
  expect(commandLine(['scan'], settings)).toBe(`dynamodb-migrate scan${flags}`);
});
