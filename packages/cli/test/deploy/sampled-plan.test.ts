import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '@dynamodb-migrate/ledger';
import { addAuth, archive, givenFleet, names, useDynalite } from './given';

const engine = useDynalite();
const both = { [names.auth]: addAuth, [names.archive]: archive };
const records = 900;
const sampling = ['plan', '--sample', '10%', '--out', 'plan.json', '--markdown', 'plan.md'];

async function sampled(env: 'staging' | 'production', scripts: { [file: string]: string } = both, config = {}) {
  const fleet = await givenFleet(engine, { scripts, records, config });
  const run = (args: string[]) => fleet.run(args, { env: { K8S_ENV: env } });
  await run(['init']);
  const plan = await run(sampling);
  const read = (file: string) => readFileSync(path.join(fleet.dir, file), 'utf8');
  return { ...fleet, run, plan, read, document: (): Plan => JSON.parse(read('plan.json')) };
}

test('a plan from a sample says so wherever it is read, and how far it may be off', async () => {
  const { run, plan, read, document } = await sampled('staging');
  expect(plan.code).toBe(0);
  const { sample, scripts } = document();
  expect(sample).toEqual({ share: 0.1, seed: 1 });
  const truths = [
    { records, changed: records, added: 0, removed: 0 },
    { records, changed: 0, added: 300, removed: 300 },
  ];
  for (const [index, truth] of truths.entries()) {
    const { counts, sampled } = scripts[index]!;
    expect(sampled!.read).toBeLessThan(200);
    for (const name of ['records', 'changed', 'added', 'removed'] as const) {
      expect(Math.abs(counts[name] - truth[name])).toBeLessThanOrEqual(sampled!.margins[name]);
    }
  }
  expect(read('plan.md')).toMatch(
    /\*\*An estimate\*\*: counts are those of the whole tables by a sample of 10 % of each/,
  );
  expect(read('plan.md')).toMatch(/ \| \d[\d,]* ± \d+ \| /);
  expect(plan.stderr).toMatch(/an estimate: counts are those of the whole tables by 10 % of each, seed 1\n/);
  expect(plan.stderr).toMatch(/add-auth\.js over experiments-staging: [\d,]+ ± \d+ records, /);
  const first = read('plan.json');
  await run(sampling);
  expect(read('plan.json')).toBe(first);
});

test('where nothing is protected it is kept to, within what it may be off', async () => {
  const { run } = await sampled('staging');
  const applied = await run(['apply', '--plan', 'plan.json']);
  expect(applied).toMatchObject({ code: 0, stderr: expect.stringMatching(/staging: 2 scripts applied/) });
});

test('a protected environment takes none, unless it is configured to', async () => {
  const { run, configure, environment } = await sampled('production');
  const refused = {
    code: 2,
    stderr: expect.stringMatching(
      /^error: production is protected, and the plan is an estimate from 10 % of its tables\n {2}Make it again without --sample/,
    ),
  };
  expect(await run(['approve', 'plan.json', '--by', 'ada'])).toMatchObject(refused);
  expect(await run(['apply', '--plan', 'plan.json'])).toMatchObject(refused);

  configure({ environments: { production: { ...environment, protected: true, approvals: { sampled: true } } } });
  expect(await run(['apply', '--plan', 'plan.json'])).toMatchObject({
    stderr: expect.stringMatching(/nobody has approved this plan/),
  });
  expect(await run(['approve', 'plan.json', '--by', 'ada'])).toMatchObject({ code: 0 });
  configure();
  expect(await run(['apply', '--plan', 'plan.json'])).toMatchObject(refused);
  configure({ approvals: { sampled: true } });
  expect(await run(['apply', '--plan', 'plan.json'])).toMatchObject({ code: 0 });
});

test('what a script expects is told as a doubt, as only the whole can show it', async () => {
  const scripts = { [names.auth]: `${addAuth}module.exports.expect = { changed: 3 };` };
  const { plan, document } = await sampled('staging', scripts);
  expect(plan.code).toBe(0);
  const [script] = document().scripts;
  expect(script!.errors).toEqual([]);
  expect(script!.notes).toEqual([
    expect.stringMatching(/^by the sample, it may not be .*: changed is \d+, expected 3$/),
  ]);
});

test('what was used stands beside what was planned', async () => {
  const config = {
    prices: {
      'us-east-1': { millionWriteUnits: 1e6, writeCapacityHour: 3600, millionReadUnits: 0, readCapacityHour: 0 },
    },
  };
  const { run } = await givenFleet(engine, { scripts: { [names.auth]: addAuth }, config });
  await run(['init']);
  const plan = await run(['plan', '--out', 'plan.json']);
  expect(plan.stderr).toMatch(
    / 6 write units, about .*\n {2}[\d.,]+ read units?; 6\.00 USD on demand, 6\.00 USD as provisioned/,
  );
  const { stderr } = await run(['apply', '--plan', 'plan.json']);
  expect(stderr).toMatch(
    / {2}planned 6 write units, \d read units?, [\d.]+ s, 6\.00 USD; used 6 write units, \d read units?, [\d.]+ s, 6\.00 USD\n/,
  );
  const history = await run(['history']);
  expect(history.stdout).toMatch(/planned 6 write units, .*; used 6 write units, .*6\.00 USD, plan /);
  const events = JSON.parse((await run(['history', '--json'])).stdout);
  expect(events.at(-1).details).toMatchObject({
    planned: { writeUnits: 6, cost: 6 },
    used: { writeUnits: 6, readUnits: expect.any(Number), seconds: expect.any(Number), cost: 6 },
  });
  expect(JSON.parse((await run(['show', 'last', '--json'])).stdout).counts).toMatchObject({ writeUnits: 6 });
});

test('what several sessions used adds up', async () => {
  const failing = addAuth.replace('=> {\n', "=> {\n  if (record.id === process.env.BAD) throw new Error('no luck');\n");
  const fleet = await givenFleet(engine, { scripts: { [names.auth]: failing } });
  await fleet.run(['init']);
  const failed = await fleet.run(['apply', '--json'], { env: { BAD: 'r4' } });
  const resumed = await fleet.run(['apply', '--json']);
  const used = ({ stdout }: { stdout: string }) => JSON.parse(stdout).scripts[0].used;
  expect([failed.code, resumed.code]).toEqual([1, 0]);
  expect(used(failed).writeUnits).toBeLessThan(6);
  expect(used(resumed).writeUnits).toBe(6);
  expect(used(resumed).seconds).toBeGreaterThanOrEqual(used(failed).seconds);
});
