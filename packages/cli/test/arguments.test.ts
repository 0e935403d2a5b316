import { commands } from '../src/arguments/commands';
import { parse } from '../src/arguments/parse';

const run = { live: false, concurrency: 1, rate: false, verbose: false };
const scan = { database: 'r/t', script: 's.js', ...run };

async function parsed(line: string) {
  const request = await parse(line.split(' ').filter(Boolean), commands);
  if (request.kind === 'text') return request;
  return { command: request.command.name, options: request.options, foreign: request.foreign };
}

test.each<[string, object, string[]?]>([
  ['scan r/t s.js', {}],
  ['scan r/t s.js --live', { live: true }],
  ['--live scan r/t s.js', { live: true }],
  ['scan r/t --live s.js', { live: true }],
  ['scan r/t s.js --live=true', { live: true }],
  ['scan r/t s.js --live false', {}],
  ['scan r/t s.js --live=false', {}],
  ['scan --live false r/t s.js', {}],
  ['scan r/t s.js --live 0', {}],
  ['scan r/t s.js --live=', {}],
  ['scan r/t s.js --no-live', {}],
  ['scan r/t s.js --live --live=false', {}],
  ['scan r/t s.js --concurrency 10', { concurrency: 10 }],
  ['--concurrency=10 scan r/t s.js', { concurrency: 10 }],
  ['scan r/t s.js --concurrency 0', { concurrency: 1 }],
  ['scan r/t s.js --dyno', {}],
  ['scan r/t s.js --rate --verbose', { rate: true, verbose: true }],
  ['scan r/t s.js --endpoint http://localhost:8000 --profile p', { endpoint: 'http://localhost:8000', profile: 'p' }],
  ['scan r/t s.js --batch-size 10', {}, ['--batch-size 10']],
  ['--batch-size 10 scan r/t s.js', {}, ['--batch-size 10']],
  ['scan --batch-size 10 r/t s.js', {}, ['--batch-size 10']],
  ['--force scan r/t s.js', {}, ['--force']],
  ['--force scan --again r/t --more s.js', {}, ['--force', '--again', '--more']],
  ['--size 10 --force scan r/t s.js', {}, ['--size 10', '--force']],
  ['scan --size 10 --force r/t s.js', {}, ['--size 10', '--force']],
  ['--env scan scan r/t s.js', {}, ['--env scan']],
  ['scan r/t s.js --env=local -c 5', {}, ['--env=local', '-c', '5']],
  ['scan r/t s.js -- --lvie x', {}],
  ['scan r/t s.js --port 3', {}, ['--port=3']],
])('%s', async (line, options, foreign = []) => {
  expect(await parsed(line)).toEqual({ command: 'scan', options: { ...scan, ...options }, foreign });
});

test.each<[string, object]>([
  ['stream r/t s.js', { form: 'wire' }],
  ['stream r/t s.js --dyno', { form: 'plain' }],
  ['stream r/t s.js --dyno=false --input f.gz', { form: 'wire', input: 'f.gz' }],
])('%s', async (line, options) => {
  expect(await parsed(line)).toEqual({ command: 'stream', options: { ...scan, ...options }, foreign: [] });
});

test.each<[string, object]>([
  ['local', { port: 4567, seed: [], tables: [] }],
  ['local --port 0 --data d', { port: 0, data: 'd', seed: [], tables: [] }],
  ['local --seed a b --seed c --table t:id', { port: 4567, seed: ['a', 'b', 'c'], tables: ['t:id'] }],
])('%s', async (line, options) => {
  expect(await parsed(line)).toEqual({ command: 'local', options, foreign: [] });
});

test.each([
  ['', 'method must be one of scan, stream, local, demo'],
  ['scna r/t s.js', 'method must be one of scan, stream, local, demo'],
  ['scan', 'must specify region/database to work against'],
  ['scan r/t', 'must specify a migration script'],
  ['scan r/t s.js --lvie', '--lvie is not known: did you mean --live?'],
  ['scan r/t s.js --liv=1', '--liv is not known: did you mean --live?'],
  ['scan r/t s.js --concurency 3', '--concurency is not known: did you mean --concurrency?'],
  ['scan r/t s.js --Live', '--Live is not known: did you mean --live?'],
  ['scan r/t s.js --live=maybe', '--live is a switch and cannot be "maybe"'],
  ['scan r/t s.js --concurrency', '--concurrency needs a value'],
  ['scan r/t s.js --concurrency abc', '--concurrency must be a whole number of at least 0, not "abc"'],
  ['scan r/t s.js --concurrency -1', '--concurrency must be a whole number of at least 0, not "-1"'],
  ['scan r/t s.js --concurrency 1.5', '--concurrency must be a whole number of at least 0, not "1.5"'],
  [
    'scan r/t s.js --endpoint localhost:8000',
    '--endpoint must be an address such as http://localhost:4567, not "localhost:8000"',
  ],
  ['local --port x', '--port must be a whole number of at least 0, not "x"'],
])('%s is refused', async (line, message) => {
  await expect(parsed(line)).rejects.toMatchObject({ code: 'USAGE', message });
});

test('a flag means the same in every command that has it', () => {
  const kinds = new Map<string, string>();
  for (const { flags } of commands) {
    for (const [name, { type, array }] of Object.entries(flags)) {
      const kind = `${type}${array ? '[]' : ''}`;
      expect([name, kinds.get(name) ?? kind]).toEqual([name, kind]);
      kinds.set(name, kind);
    }
  }
});

test('help and version', async () => {
  expect(await parsed('--help')).toMatchObject({
    kind: 'text',
    text: expect.stringContaining('dynamodb-migrate scan <database> <script>'),
  });
  expect(await parsed('scan --help')).toMatchObject({ text: expect.stringContaining('--concurrency') });
  expect(await parsed('--version')).toEqual({ kind: 'text', text: require('../package.json').version });
});
