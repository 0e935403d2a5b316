import { commands } from '../src/arguments/commands';
import { parse } from '../src/arguments/parse';

const run = { live: false, concurrency: 1, rate: false, verbose: false };
const stream = { database: 'r/t', script: 's.js', ...run };
const scan = { ...stream, segments: 1, consistent: false, forceResume: false };
const methods = commands.filter(({ describe }) => describe).map(({ name }) => name);

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
  ['scan r/t s.js --live False', {}],
  ['scan r/t s.js --live off', {}],
  ['scan r/t s.js --live N', {}],
  ['scan r/t s.js --dry-run', {}, ['--dry-run']],
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
  ['--phase scan scan r/t s.js', {}, ['--phase scan']],
  ['scan r/t s.js --env=local -c 5', {}, ['--env=local', '-c', '5']],
  ['scan r/t s.js more --env=local again -c 5', {}, ['more', '--env=local', 'again', '-c', '5']],
  ['scan r/t s.js -- --lvie x', {}],
  ['scan r/t s.js --segments 8 --limit 10', { segments: 8, limit: 10 }],
  ['scan r/t s.js --segments auto', { segments: 'auto' }],
  ['scan r/t s.js --start-key {"id":{"S":"a"}}', { startKey: { id: { S: 'a' } } }],
  [
    'scan r/t s.js --filter n=:n --values {":n":{"N":"1"}} --index i --consistent --projection n',
    { filter: 'n=:n', values: { ':n': { N: '1' } }, index: 'i', consistent: true, projection: 'n' },
  ],
  ['scan r/t s.js --max-rcu 5 --max-wcu 6 --capacity 50%', { maxRcu: 5, maxWcu: 6, capacity: 0.5 }],
  ['scan r/t s.js --stop-after 30m --stop-file f', { stopAfter: 1_800_000, stopFile: 'f' }],
  ['scan r/t s.js --max-errors 3 --errors e.ndjson', { maxErrors: 3, errors: 'e.ndjson' }],
  ['scan r/t s.js --transport sdk --state d', { transport: 'sdk', state: 'd' }],
  ['scan r/t s.js --live --no-journal --batch', { live: true, journal: false, batch: true }],
  ['scan r/t s.js --live --resume last --force-resume', { live: true, resume: 'last', forceResume: true }],
  ['scan r/t s.js --port 3', {}, ['--port 3']],
  ['scan r/t s.js --print --command', {}, ['--print', '--command']],
])('%s', async (line, options, foreign = []) => {
  expect(await parsed(line)).toEqual({ command: 'scan', options: { ...scan, ...options }, foreign });
});

test.each<[string, object]>([
  ['stream r/t s.js', { form: 'wire' }],
  ['stream r/t s.js --dyno', { form: 'plain' }],
  ['stream r/t s.js --dyno=false --input f.gz', { form: 'wire', input: 'f.gz' }],
])('%s', async (line, options) => {
  expect(await parsed(line)).toEqual({ command: 'stream', options: { ...stream, ...options }, foreign: [] });
});

test.each<[string, object]>([
  ['local', { port: 4567, seed: [], tables: [] }],
  ['local --port 0 --data d', { port: 0, data: 'd', seed: [], tables: [] }],
  ['local --seed a b --seed c --table t:id', { port: 4567, seed: ['a', 'b', 'c'], tables: ['t:id'] }],
])('%s', async (line, options) => {
  expect(await parsed(line)).toEqual({ command: 'local', options, foreign: [] });
});

test.each([
  ['', `method must be one of ${methods.join(', ')}`],
  ['scna r/t s.js', `method must be one of ${methods.join(', ')}`],
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
  ['scan r/t s.js --live flase', '--live is a switch and cannot be "flase"'],
  ['scan r/t s.js --live maybe', '--live is a switch and cannot be "maybe"'],
  ['scan r/t s.js --dry-run --live', '--dry-run and --live cannot both be meant'],
  ['stream r/t s.js --resume last', '--resume is a flag of scan, not of stream'],
  ['stream r/t s.js --segments 3', '--segments is a flag of scan, not of stream'],
  ['scan r/t s.js --input f', '--input is a flag of stream, not of scan'],
  ['local --port 99999', '--port must be 65535 at most, not 99999'],
  ['scan r/t s.js --segments 0', '--segments must be a positive whole number, not "0"'],
  ['scan r/t s.js --segments many', '--segments must be a positive whole number, not "many"'],
  ['scan r/t s.js --segments 2 --start-key {}', '--start-key goes with one segment only'],
  ['scan r/t s.js --capacity 200%', '--capacity must be a percentage such as 50%, not "200%"'],
  ['scan r/t s.js --stop-after soon', '--stop-after must be a time such as 30m, 12h or 90d, not "soon"'],
  ['scan r/t s.js --transport fast', '--transport must be thin or sdk, not "fast"'],
  ['scan r/t s.js --resume last', '--resume goes with --live'],
  ['tune last', 'tune needs --max-rcu, --max-wcu or --pause'],
  ['local --foo', '--foo is nothing that local knows'],
  ['local --port 0 more', 'more is nothing that local knows'],
  ['tune last --pause --foo', '--foo is nothing that tune knows'],
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
