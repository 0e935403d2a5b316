import { asksForJson, parse } from '../src/arguments/parse';
import { commands } from '../src/commands/commands';

const run = { json: false, live: false, concurrency: 1, rate: false, verbose: false };
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
  ['scan r/t s.js --live=yes', { live: true }],
  ['scan r/t s.js --live -- --no-live', { live: true }],
  ['scan r/t s.js --live --batch-size -5', { live: true }, ['--batch-size -5']],
  ['scan r/t s.js -live', {}, ['-live']],
  ['scan r/t s.js --constructor', {}, ['--constructor']],
  ['scan r/t s.js --state a --state b', { state: 'b' }],
  ['scan r/t s.js --state -5', { state: '-5' }],
  ['scan r/t s.js --filter="a"="b"', { filter: '"a"="b"' }],
  ['scan r/t s.js --no-concurrency', {}, ['--no-concurrency']],
  ['--port 3 scan r/t s.js', {}, ['--port 3']],
  ['--pause scan r/t s.js', {}, ['--pause']],
  [
    'scan r/t s.js --preview --redact a,b.c --redact d --hide-values',
    { preview: true, redact: ['a', 'b.c', 'd'], hideValues: true },
  ],
  ['scan --preview --redact=a r/t s.js', { preview: true, redact: ['a'] }],
  ['scan r/t s.js --preview --redact a --again b', { preview: true, redact: ['a'] }, ['--again b']],
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

const fleet = { json: false };
const rollback = { live: false, force: false, only: [], onlyOverwritten: false, concurrency: 10, json: false };

test.each<[string, string, object]>([
  ['tune last --max-rcu none --no-pause', 'tune', { run: 'last', maxRcu: null, pause: false }],
  ['rollback last', 'rollback', { ...rollback, run: 'last' }],
  [
    'rollback last --only a {"id":"b"} --redact x,y',
    'rollback',
    { ...rollback, run: 'last', only: ['a', '{"id":"b"}'], redact: ['x', 'y'] },
  ],
  ['rollback --last --env e --live', 'rollback', { fleet: true, env: 'e', live: true, force: false, json: false }],
  ['runs', 'runs', fleet],
  ['runs prune --older-than 4w --json', 'runs', { prune: 2_419_200_000, json: true }],
  ['show last --state=s3://b/p', 'show', { run: 'last', state: 's3://b/p', json: false }],
  ['new add-auth --ts --table t', 'new', { name: 'add-auth', kind: 'ts', table: 't', json: false }],
  ['lint --base b', 'lint', { base: 'b', json: false }],
  ['test', 'test', { update: false, timeout: 60_000, json: false }],
  [
    'test a.js --sample 5 --timeout 0s',
    'test',
    { script: 'a.js', sample: 5, update: false, timeout: 60_000, json: false },
  ],
  ['init --print terraform', 'init', { print: 'terraform', json: false }],
  ['status --all', 'status', { all: true, strict: false, json: false }],
  ['adopt a.js --env e --config c', 'adopt', { script: 'a.js', env: 'e', config: 'c', json: false }],
  [
    'plan --out p.json --markdown - --hide-values',
    'plan',
    { out: 'p.json', markdown: '-', hideValues: true, json: false },
  ],
  ['approve p.json --by ada', 'approve', { plan: 'p.json', by: 'ada', json: false }],
  [
    'apply --plan p.json --tolerance 10% --wait 2m',
    'apply',
    { plan: 'p.json', tolerance: '10%', wait: 120_000, json: false },
  ],
  ['verify --json', 'verify', { json: true }],
  ['history', 'history', fleet],
  ['unlock --force', 'unlock', { force: true, json: false }],
  ['iam-policy --account 123456789012', 'iam-policy', { command: 'apply', account: '123456789012' }],
  ['demo', 'demo', {}],
  ['help scan', 'help', { method: 'scan' }],
  ['completion zsh', 'completion', { shell: 'zsh' }],
])('%s', async (line, command, options) => {
  expect(await parsed(line)).toEqual({ command, options, foreign: [] });
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
  ['scan r/t s.js --segments 1000001', '--segments must be 1000000 at most, not 1000001'],
  ['scan r/t s.js --no-live true', '--live is a switch and cannot be "true"'],
  ['scan r/t s.js --state --live', '--state needs a value'],
  ['scan r/t s.js --sample 5', '--sample goes with --preview'],
  ['stream r/t s.js --limit 5', '--limit goes with --preview'],
  ['scan r/t s.js --preview --live', '--preview and --live exclude each other'],
  ['apply --tolerance 10%', '--tolerance goes with --plan'],
  ['rollback', 'must specify a run: its id, the beginning of it, or last; or --last or --to for what apply did'],
  ['rollback last --last', 'a run does not go with --last or --to'],
  ['rollback --last --only a', '--only does not go with --last or --to'],
  ['rollback --last --hide-values', '--hide-values does not go with --last or --to'],
  ['rollback last --env e', '--env goes with --last or --to'],
  ['local --seed', '--seed needs a value'],
  ['local --table t:id --seed --port 0', '--seed needs a value'],
  ['local --table=t:id more', 'more is nothing that local knows'],
  ['completion', 'must specify a shell: bash or zsh'],
  ['completion fish', 'there is completion for bash and zsh, not for fish'],
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

test.each([
  ['scna r/t s.js', 'Did you mean scan? See dynamodb-migrate --help.'],
  ['rolback last --live', 'Did you mean rollback? See dynamodb-migrate --help.'],
  ['--live iam-polcy', 'Did you mean iam-policy? See dynamodb-migrate --help.'],
  ['frobnicate', 'See dynamodb-migrate --help.'],
  ['', 'See dynamodb-migrate --help.'],
])('the hint for %s', async (line, hint) => {
  await expect(parsed(line)).rejects.toMatchObject({ code: 'USAGE', hint });
});

test.each([
  [['scan r/t s.js --live --foo', 'scan', '--version', 'scna', 'local --port x'], []],
  // yargs looks for a name of its own there, which it does not need.
  [
    ['--help', 'scan --help'],
    ['argv', 'env'],
  ],
])('nothing of the process is read, printed or ended: %j', async (lines, but) => {
  const all = () => Promise.allSettled(lines.map(parsed));
  // What modules read when they are loaded is theirs.
  await all();
  const touched: string[] = [];
  const touch = (what: string) => () => {
    touched.push(what);
    return undefined as never;
  };
  jest.spyOn(process, 'cwd').mockImplementation(touch('cwd'));
  jest.spyOn(process, 'exit').mockImplementation(touch('exit'));
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation(touch('write'));
  }
  for (const name of ['argv', 'env'] as const) {
    jest.replaceProperty(process, name, watched(process[name], touch(name)));
  }
  await all();
  jest.restoreAllMocks();
  expect([...new Set(touched)].sort()).toEqual(but);
});

function watched<T extends object>(object: T, touch: () => void): T {
  return new Proxy(object, {
    get(target, name) {
      touch();
      return Reflect.get(target, name);
    },
  });
}

test.each([
  ['status --json', true],
  ['status --json --env', true],
  ['scna --json', true],
  ['local --port x --json=true', true],
  ['status', false],
  ['status --json=false', false],
  ['status --json --no-json', false],
  ['status --json=maybe', false],
  ['scan r/t s.js -- --json', false],
])('asks for JSON: %s, %s', (line, asks) => {
  expect(asksForJson(line.split(' '))).toBe(asks);
});

test('help and version', async () => {
  expect(await parsed('--help')).toMatchObject({
    kind: 'text',
    text: expect.stringContaining('dynamodb-migrate scan <database> <script>'),
  });
  expect(await parsed('scan --help')).toMatchObject({ text: expect.stringContaining('--concurrency') });
  expect(await parsed('--version')).toEqual({ kind: 'text', text: require('../package.json').version });
});
