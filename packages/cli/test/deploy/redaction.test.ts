import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, type EngineProxy, type Fault, seed, startProxy } from '@dynamodb-migrate/test-tools';
import { givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
let proxy: EngineProxy;
beforeAll(async () => {
  proxy = await startProxy({ to: engine });
});
afterAll(() => proxy.stop());
beforeEach(() => proxy.reset());

// Every value of a redacted attribute holds one of these, whatever its type.
const marker = /MARKER|7305170051|TUFSS0VS/;

const record = (n: number) => ({
  id: { S: `MARKER-key-${n}` },
  email: { S: `MARKER-${n}@example.com "quoted"` },
  ssn: { N: `7305170051${n}` },
  photo: { B: Buffer.from('MARKER').toString('base64') },
  names: { SS: ['MARKER-a', 'MARKER-b'] },
  owner: { M: { phone: { S: 'MARKER-phone' }, city: { S: 'Bern' } } },
  cards: { L: [{ M: { number: { S: 'MARKER-card' }, kind: { S: 'visa' } } }] },
  n: { N: String(n) },
});

// It writes to all of them. What it throws, and what DynamoDB refuses, quotes them.
const script = `
const fs = require('node:fs');
module.exports = async (record, dyno) => {
  if (dyno && record.n === 3 && fs.existsSync('throws')) {
    throw new Error('cannot handle ' + record.email + ' of ' + record.id + ', ' + record.ssn + ': ' + JSON.stringify(record));
  }
  await dyno?.updateItemAsync({
    Key: { id: record.id },
    UpdateExpression: 'SET email = :e, ssn = ssn + :one, #o.phone = :p, cards[0].#n = :c, seen = :s',
    ExpressionAttributeNames: { '#o': 'owner', '#n': 'number' },
    ExpressionAttributeValues: { ':e': 'MARKER-new-' + record.n, ':one': 1, ':p': 'MARKER-p', ':c': 'MARKER-c', ':s': true },
  });
};
module.exports.table = 'experiments-\${env}';
`;

/** Refuses the writes to one record, quoting all that it is asked for. */
const quoting: Fault = async (exchange) => {
  if (!JSON.stringify(exchange.input).includes('MARKER-key-2')) return exchange.reply(await exchange.forward());
  const message = `refused: ${JSON.stringify(exchange.input.ExpressionAttributeValues ?? exchange.input)}`;
  const body = Buffer.from(JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', message }));
  exchange.reply({ statusCode: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body });
};
const refusing = (operation: string) => (operation === 'UpdateItem' || operation === 'PutItem' ? quoting : undefined);

const redact = ['id', 'email', 'ssn', 'photo', 'names', 'owner.phone', 'cards[*].number'];

describe.each([
  ['attributes by name', { redact }],
  ['all values', { defaults: { hideValues: true } }],
])('with %s redacted', (_name, config) => {
  test('no value of them is anywhere but in journals, whatever happens to a script', async () => {
    const { dir, environment, configure, run, ledger } = await givenFleet(engine, {
      ...{ scripts: { [names.auth]: script }, records: 0, config },
    });
    configure({ environments: { staging: { ...environment, endpoint: proxy.endpoint, guard: true } } });
    const table = 'experiments-staging';
    const items = Array.from({ length: 5 }, (_, i) => record(i));
    await seed(engine, table, items);
    const told: string[] = [];
    const tell = async (...args: string[]) => {
      const { stdout, stderr } = await run(args);
      told.push(`${args.join(' ')}\n${stdout}${stderr}`);
      return stdout + stderr;
    };
    const look = async () => {
      for (const command of ['history', 'status', 'runs', 'verify']) {
        await tell(command);
        await tell(command, '--json');
      }
      for (const run of readdirSync(path.join(dir, '.dynamodb-migrate/runs'))) {
        await tell('show', run);
        await tell('show', run, '--json');
      }
    };
    const line = ['scan', `us-east-1/${table}`, `dynamodb-migrations/${names.auth}`, '--endpoint', proxy.endpoint];
    const scan = (mode: string) => tell(...line, mode, '--verbose');
    writeFileSync(path.join(dir, 'throws'), '');
    await tell('init');
    // It throws, in a preview as well; then DynamoDB refuses it, then nothing stands in its way.
    await tell('plan', '--out', 'failing.json', '--markdown', 'failing.md');
    expect(await tell('apply')).toMatch(/cannot handle \(hidden\)/);
    await look();
    await scan('--live');
    await look();
    await tell('rollback', 'last', '--live');
    expect(await scan('--preview')).toMatch(/\(hidden\)/);
    rmSync(path.join(dir, 'throws'));
    proxy.reset(refusing);
    expect(await tell('apply', '--json')).toMatch(/refused: .*\(hidden\)/);
    await look();
    proxy.reset();
    await tell('plan', '--out', 'plan.json', '--markdown', 'plan.md');
    await tell('plan', '--json');
    expect(await tell('apply')).toMatch(/is applied/);
    await look();
    writeFileSync(path.join(dir, 'throws'), '');
    expect(await tell('verify')).toMatch(/cannot handle \(hidden\)/);
    // Others change one, and another cannot be put back.
    await seed(engine, table, [
      { ...record(1), email: { S: 'MARKER-others' }, owner: { M: { phone: { S: 'MARKER-others' } } } },
    ]);
    proxy.reset(refusing);
    await tell('rollback', '--last');
    const applied = /"run": ?"([^"]+)"/.exec(await tell('history', '--json'))![1]!;
    expect(await tell('rollback', applied)).toMatch(/conflict/);
    await tell('rollback', applied, '--json');
    await tell('rollback', applied, '--only', 'MARKER-key-4', '--live');
    await look();
    expect(await tell('rollback', applied, '--live')).toMatch(/failed \(ValidationException: refused: .*\(hidden\)/);
    await look();
    await tell('rollback', '--last', '--live');
    await tell('rollback', '--last', '--live', '--json');
    proxy.reset();
    await tell('rollback', applied, '--live', '--force', '--json');
    await look();
    expect(await dump(engine, table)).toEqual(items);

    const asked = ['rollback', applied, '--only', 'MARKER-key-4'].join(' ');
    for (const text of told)
      expect(text.replaceAll(/(--only|go on:|do it:) .*/g, '').replace(asked, '')).not.toMatch(marker);
    for (const [file, text] of filesOf(dir)) expect(`${file}\n${text}`).not.toMatch(marker);
    expect(JSON.stringify(await dump(engine, ledger))).not.toMatch(marker);
  });
});

/** What is kept, but for journals, the keys where a run goes on from, and what was given. */
function filesOf(dir: string): [string, string][] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.join(parentPath, name));
  const kept = paths.filter((file) => !/\/journal\/|\/checkpoint\.json$|\/dynamodb-migrations\//.test(file));
  expect(kept.some((file) => /\/rollback\.ndjson$/.test(file))).toBe(true);
  return kept.map((file) => [file, readFileSync(file, 'latin1')]);
}
